package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("short")
@DisplayName("Given a code of a gated client, when it is redeemed")
final class RedemptionIT {
    private static final int CALLERS = 24;

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();
    private TestRealm realm;
    private RelyingParty app;
    private Client client;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server);
        app = realm.app();
        client = realm.client("app");
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private String signIn() {
        return RelyingParty.code(Browser.authorize(agent, Browser.signIn(agent, app.request(Map.of()), "alice")));
    }

    private Answer redeem(String code, String verifier) {
        Map<String, String> form = new HashMap<>(Map.of("code", code, "redirect_uri", RelyingParty.REDIRECT_URI));
        if (verifier != null) {
            form.put("code_verifier", verifier);
        }
        return client.token("authorization_code", form);
    }

    /** Another code that carries the same: what an attack, or an error in Keycloak, might get out of one click. */
    private String copy(String code) {
        return realm.probe()
                .call("copy-code", Map.of("code", code))
                .path("code")
                .asText();
    }

    private void assertRefused(Answer answer, String reason) {
        assertThat(answer.hasToken()).isFalse();
        assertThat(answer.error()).isEqualTo("invalid_grant");
        JsonNode event = realm.events("CODE_TO_TOKEN_ERROR").get(0);
        assertThat(event.path("error").asText()).isEqualTo("consent_denied");
        assertThat(event.path("details").path("consent_grant_reason").asText()).isEqualTo(reason);
        assertThat(event.path("clientId").asText()).isEqualTo("app");
    }

    @Test
    @DisplayName("then its grant is redeemed, the event names it, and the code is good for nothing more")
    void once() throws Exception {
        String code = signIn();
        assertThat(Grants.of(realm))
                .singleElement()
                .satisfies(row -> assertThat(row.redeemed()).isFalse());
        assertThat(redeem(code, app.codeVerifier()).hasToken()).isTrue();
        Grants.Row row = Grants.of(realm).get(0);
        assertThat(row.redeemed()).isTrue();
        JsonNode event = realm.events("CODE_TO_TOKEN").get(0);
        assertThat(event.path("details").path("consent_grant_id").asText()).isEqualTo(row.id());

        Answer again = redeem(code, app.codeVerifier());
        assertThat(again.hasToken()).isFalse();
        assertThat(again.error()).isEqualTo("invalid_grant");
    }

    @Test
    @DisplayName("then a second code of the same click is refused")
    void secondCode() {
        String code = signIn();
        String second = copy(code);
        assertThat(redeem(code, app.codeVerifier()).hasToken()).isTrue();
        assertRefused(redeem(second, app.codeVerifier()), "redeemed");
        assertThat(redeem(second, app.codeVerifier()).error()).isEqualTo("invalid_grant");
    }

    @Test
    @DisplayName("then a code that Keycloak issued without asking, for the very same request, yields nothing more")
    void passiveCode() {
        URI request = app.request(Map.of());
        String code = RelyingParty.code(Browser.authorize(agent, Browser.signIn(agent, request, "alice")));
        realm.configureGate(false, Map.of());
        String passive = RelyingParty.code(agent.open(URI.create(request + "&prompt=none")));
        realm.configureGate(true, Map.of());
        assertThat(redeem(passive, app.codeVerifier()).hasToken()).isTrue();
        assertRefused(redeem(code, app.codeVerifier()), "redeemed");
    }

    @Test
    @DisplayName("then a code that no grant led to is refused")
    void withoutGrant() {
        String foreign = realm.probe()
                .call("copy-code", Map.of("code", signIn(), "nonce", "another"))
                .path("code")
                .asText();
        assertRefused(redeem(foreign, app.codeVerifier()), "not_found");

        realm.configureGate(false, Map.of());
        String stock = RelyingParty.code(agent.open(app.request(Map.of())));
        realm.configureGate(true, Map.of());
        assertRefused(redeem(stock, app.codeVerifier()), "not_found");
    }

    @Test
    @DisplayName("then a wrong verifier, client or redirect_uri does not spend the redemption")
    void wrongProof() throws Exception {
        String code = signIn();
        List<String> codes = List.of(copy(code), copy(code), copy(code));
        assertThat(redeem(codes.get(0), "x".repeat(43)).error()).isEqualTo("invalid_grant");
        assertThat(client.token(
                                "authorization_code",
                                Map.of(
                                        "code",
                                        codes.get(1),
                                        "redirect_uri",
                                        RelyingParty.REDIRECT_URI + "/other",
                                        "code_verifier",
                                        app.codeVerifier()))
                        .error())
                .isEqualTo("invalid_grant");
        assertThat(realm.client("plain")
                        .token(
                                "authorization_code",
                                Map.of(
                                        "code",
                                        codes.get(2),
                                        "redirect_uri",
                                        RelyingParty.REDIRECT_URI,
                                        "code_verifier",
                                        app.codeVerifier()))
                        .error())
                .isEqualTo("invalid_grant");
        assertThat(Grants.of(realm).get(0).redeemed()).isFalse();
        assertThat(redeem(code, app.codeVerifier()).hasToken()).isTrue();
    }

    /** Keycloak ties a code to its client only from 26.7.3 on (CVE-2026-16089). */
    @Test
    @DisplayName("then another gated client of the same session cannot redeem it as its own")
    void asAnotherClientsCode() throws Exception {
        String[] code = signIn().split("\\.", -1);
        RelyingParty other = realm.publicApp();
        String[] others = RelyingParty.code(Browser.authorize(agent, agent.open(other.request(Map.of()))))
                .split("\\.", -1);
        assertThat(others[1]).as("the session of both").isEqualTo(code[1]);

        Answer answer = new Client(realm, Map.of("client_id", "public-app"))
                .token(
                        "authorization_code",
                        Map.of(
                                "code",
                                code[0] + "." + code[1] + "." + others[2],
                                "redirect_uri",
                                RelyingParty.REDIRECT_URI,
                                "code_verifier",
                                app.codeVerifier()));
        assertThat(answer.hasToken()).isFalse();
        assertThat(answer.error()).isEqualTo("invalid_grant");
        assertThat(Grants.of(realm)).hasSize(2).noneMatch(Grants.Row::redeemed);
    }

    @Test
    @DisplayName("then two clicks of one client and session, whose codes carry the same, are redeemed once each")
    void twoClicks() throws Exception {
        app.withoutPkce();
        URI request = URI.create(app.request(Map.of()).toString().replaceAll("&nonce=[^&]*", ""));
        String first = RelyingParty.code(Browser.authorize(agent, Browser.signIn(agent, request, "alice")));
        String second = RelyingParty.code(Browser.authorize(agent, agent.open(request)));
        String third = copy(second);
        assertThat(redeem(second, null).hasToken()).isTrue();
        assertThat(redeem(first, null).hasToken()).isTrue();
        assertRefused(redeem(third, null), "redeemed");
        assertThat(Grants.of(realm))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.redeemed()).isTrue());
    }

    @Test
    @DisplayName("then of many callers at once, with one code and with copies of it, at most one gets tokens")
    void race() throws Exception {
        for (boolean copies : new boolean[] {false, true}) {
            String code = signIn();
            List<String> codes = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                codes.add(copies ? copy(code) : code);
            }
            List<Answer> answers = atOnce(codes);
            assertThat(answers.stream().filter(Answer::hasToken)).hasSize(1);
            assertThat(answers.stream().filter(answer -> !answer.hasToken()))
                    .allSatisfy(answer -> assertThat(answer.error()).isEqualTo("invalid_grant"));
            agent.forgetCookies("");
        }
        assertThat(Grants.of(realm))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.redeemed()).isTrue());
    }

    private List<Answer> atOnce(List<String> codes) throws Exception {
        CyclicBarrier start = new CyclicBarrier(codes.size());
        ExecutorService pool = Executors.newFixedThreadPool(codes.size());
        try {
            List<Future<Answer>> calls = new ArrayList<>();
            for (String code : codes) {
                calls.add(pool.submit(() -> {
                    start.await();
                    return redeem(code, app.codeVerifier());
                }));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> call : calls) {
                answers.add(call.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    @DisplayName("then a store that fails is an answer without tokens, and a clear line in the log")
    void storeFails() throws Exception {
        String code = signIn();
        Answer answer;
        try (var connection = server.openConnection();
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE cg_consent_grant RENAME TO cg_gone");
            try {
                answer = redeem(code, app.codeVerifier());
            } finally {
                statement.execute("ALTER TABLE cg_gone RENAME TO cg_consent_grant");
            }
        }
        assertThat(answer.hasToken()).isFalse();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.error()).isEqualTo("temporarily_unavailable");
        assertThat(server.log())
                .contains("The consent grant store cannot be used (store_failed): a code of client 'app' in realm");
    }
}
