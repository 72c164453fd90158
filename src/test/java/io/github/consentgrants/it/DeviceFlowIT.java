package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.testing.Approvals;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Device;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Given a realm that has the users of devices asked on the page")
final class DeviceFlowIT {
    private static final String ERROR = "OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR";
    private static final Map<String, String> ON = Map.of("device-page", "true");

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();
    private TestRealm realm;
    private Client app;

    @BeforeEach
    void createRealm() {
        use();
    }

    private void use(Option... options) {
        if (realm != null) {
            realm.close();
        }
        realm = TestRealm.create(server, options);
        realm.update(Map.of("enabledEventTypes", List.of("GRANT_CONSENT_ERROR", ERROR)));
        realm.configureGate(true, ON);
        Device.allow(realm, "app");
        app = realm.client("app");
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private Page confirm(Device device) {
        return Browser.signIn(agent, device.address(), "alice");
    }

    private Device approved() {
        Device device = Device.of(app, Map.of());
        assertComplete(Browser.authorize(agent, confirm(device)));
        return device;
    }

    private static void assertComplete(Page end) {
        assertThat(end.status()).isEqualTo(200);
        assertThat(end.sent().getPath()).endsWith("/device/status");
        assertThat(end.sent().getQuery()).isNull();
    }

    private void assertRefused(Answer answer, String error, String reason) {
        assertThat(answer.hasToken()).isFalse();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo(error);
        assertThat(realm.event(ERROR)
                        .path("details")
                        .path("consent_grant_reason")
                        .asText())
                .isEqualTo(reason);
    }

    private JsonNode grant() {
        return server.admin()
                .get("/realms/" + realm.name() + "/consent-grants")
                .path("grants")
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({"app, ", "plain, ALL_CLIENTS", "app, WITHOUT_AUTHENTICATOR", "plain, WITHOUT_AUTHENTICATOR"})
    @DisplayName(
            "when the user enters the code, then there is one page, with the code, and the device gets tokens once")
    void onePage(String clientId, Option option) throws Exception {
        use(option == null ? new Option[0] : new Option[] {option});
        realm.configureGate(true, Map.of("device-page", "true", "applies-to", "all"));
        Device.allow(realm, clientId);
        Device device = Device.of(realm.client(clientId), Map.of());
        assertThat(device.poll().error()).isEqualTo("authorization_pending");

        Page page = confirm(device);
        assertThat(page.isConsent()).isTrue();
        assertThat(page.document().select("#kc-consent-user-code dd").text()).isEqualTo(device.userCode());
        assertThat(page.document().select("#kc-consent-device").text()).contains("you started this yourself");
        assertThat(page.document().select("#kc-consent-redirect")).isEmpty();
        assertThat(page.document().select("#kc-consent-client").text()).contains("Test App");
        assertThat(page.document().select("#kc-consent-scopes .cg-scope").eachText())
                .contains("Email address", "User profile");
        assertComplete(Browser.authorize(agent, page));
        assertThat(grant().path("state").asText()).isEqualTo("consumed");

        Answer tokens = device.pollAgain();
        assertThat(tokens.hasToken()).isTrue();
        assertThat(Approvals.claims(tokens.text("access_token"))
                        .path("consent_grant_id")
                        .asText())
                .isEqualTo(page.instance());
        assertThat(grant().path("state").asText()).isEqualTo("redeemed");
        assertThat(device.pollAgain().error()).isEqualTo("invalid_grant");
    }

    @Test
    @DisplayName(
            "when the user has something to do, and the flow a step after the click, then these come, and no second page")
    void stepAfterTheClick() throws Exception {
        use(Option.PASSWORD_AFTER_CONSENT);
        realm.updateUser("alice", Map.of("requiredActions", List.of("UPDATE_PASSWORD")));
        Device device = Device.of(app, Map.of());
        Page action = confirm(device);
        Page page = agent.submit(
                action, "kc-passwd-update-form", null, Map.of("password-new", "alice", "password-confirm", "alice"));
        assertThat(page.isConsent()).isTrue();
        Page step = Browser.authorize(agent, page);
        assertThat(device.poll().error()).isEqualTo("authorization_pending");
        assertComplete(Browser.password(agent, step, "alice"));
        assertThat(device.pollAgain().hasToken()).isTrue();
    }

    @Test
    @DisplayName(
            "when another device asks in the same session, then the user is asked again, and the first approval is not for it")
    void anotherDevice() throws Exception {
        Device first = approved();
        Device second = Device.of(app, Map.of());
        assertThat(second.poll().error()).isEqualTo("authorization_pending");
        Page page = agent.open(second.address());
        assertThat(page.isConsent()).isTrue();
        assertThat(first.pollAgain().hasToken()).isTrue();
        assertThat(second.pollAgain().error()).isEqualTo("authorization_pending");
        assertComplete(Browser.authorize(agent, page));
        assertThat(second.pollAgain().hasToken()).isTrue();
    }

    @Test
    @DisplayName(
            "when the user denies it, then that is final: for the device, for the code, and for a page that was open")
    void denied() throws Exception {
        Device device = Device.of(app, Map.of());
        Page page = confirm(device);
        UserAgent elsewhere = new UserAgent();
        Page open = Browser.signIn(elsewhere, device.address(), "bob");
        assertThat(open.isConsent()).isTrue();

        Page end = Browser.deny(agent, page);
        assertThat(end.sent().getQuery()).isEqualTo("error=access_denied");
        assertThat(grant().path("state").asText()).isEqualTo("denied");
        Page late = Browser.authorize(elsewhere, open);
        assertThat(late.status()).isEqualTo(403);
        assertThat(realm.event("GRANT_CONSENT_ERROR").path("error").asText()).isEqualTo("device_gone");
        assertThat(device.pollAgain().error()).isEqualTo("access_denied");
        assertThat(agent.open(device.address()).isConsent()).isFalse();
    }

    @Test
    @DisplayName("when two users have the page of one code, then the first click counts, and the other one is told")
    void twoUsers() throws Exception {
        Device device = Device.of(app, Map.of());
        Page page = confirm(device);
        UserAgent elsewhere = new UserAgent();
        Page open = Browser.signIn(elsewhere, device.address(), "bob");
        assertComplete(Browser.authorize(agent, page));
        Page late = Browser.authorize(elsewhere, open);
        assertThat(late.status()).isEqualTo(403);
        assertThat(late.text()).contains("Start again on the device");
        assertThat(late.document().getElementById("kc-consent-ask-again")).isNull();
        assertThat(Browser.deny(elsewhere, open).status()).isEqualTo(403);
        Answer tokens = device.pollAgain();
        assertThat(Approvals.claims(tokens.text("access_token"))
                        .path("preferred_username")
                        .asText())
                .isEqualTo("alice");
    }

    @Test
    @DisplayName("when what is asked for changes between page and click, then the page comes again")
    void changed() throws Exception {
        Device device = Device.of(app, Map.of());
        Page page = confirm(device);
        realm.updateScope("email", Map.of("consent.screen.text", "All that you ever wrote"));
        Page again = Browser.authorize(agent, page);
        assertThat(again.isConsent()).isTrue();
        assertThat(device.poll().error()).isEqualTo("authorization_pending");
        assertComplete(Browser.authorize(agent, again));
        assertThat(device.pollAgain().hasToken()).isTrue();
    }

    @Test
    @DisplayName("when the device comes too late, then expired_token")
    void late() {
        Device device = approved();
        Answer answer = realm.probe().later(125, device::poll);
        assertRefused(answer, "expired_token", "expired");
    }

    @Test
    @DisplayName("when the code expires while the user reads, then the click changes nothing, and the page says so")
    void expiredWhileReading() {
        realm.updateAttributes("app", Map.of("oauth2.device.code.lifespan", "60"));
        Device device = Device.of(app, Map.of());
        Page page = confirm(device);
        Page end = realm.probe().later(65, () -> Browser.authorize(agent, page));
        assertThat(end.status()).isEqualTo(403);
        assertThat(end.text()).contains("Start again on the device");
        assertThat(grant()).isNull();
    }

    @Test
    @DisplayName("when a device polls many times at once, then one answer has tokens")
    void atOnce() throws Exception {
        Device device = approved();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(pool.submit(() -> device.poll()));
            }
            int tokens = 0;
            for (Future<Answer> answer : answers) {
                tokens += answer.get().hasToken() ? 1 : 0;
            }
            assertThat(tokens).isEqualTo(1);
        } finally {
            pool.shutdown();
        }
        assertThat(device.pollAgain().hasToken()).isFalse();
    }

    @Test
    @DisplayName("when another client has the device's code, then it gets nothing, and the device gets its tokens")
    void anotherClient() throws Exception {
        realm.configureGate(true, Map.of("device-page", "true", "applies-to", "all"));
        Device.allow(realm, "plain");
        Device device = approved();
        Answer stolen = device.poll(realm.client("plain"));
        assertThat(stolen.hasToken()).isFalse();
        assertThat(stolen.error()).isEqualTo("invalid_grant");
        assertThat(device.pollAgain().hasToken()).isTrue();
    }

    @Test
    @DisplayName("when the code was approved on Keycloak's own page, then the device gets nothing")
    void withoutGrant() throws Exception {
        realm.configureGate(true, Map.of("allowed-grants", Device.GRANT_TYPE));
        Device device = Device.of(app, Map.of());
        Page stock = confirm(device);
        assertThat(stock.isConsent()).isFalse();
        URI accept = URI.create(stock.document().select("form[action*=consent]").attr("abs:action"));
        String code = stock.document().select("input[name=code]").attr("value");
        assertComplete(agent.follow(agent.send("POST", accept, "code=" + code + "&accept=Yes")));

        realm.configureGate(true, Map.of("allowed-grants", Device.GRANT_TYPE, "device-page", "true"));
        assertRefused(device.pollAgain(), "invalid_grant", "not_found");
    }

    @Test
    @DisplayName("when the page is switched off again, then the device gets nothing")
    void switchedOff() throws Exception {
        Device device = approved();
        realm.configureGate(true, Map.of());
        assertRefused(device.pollAgain(), "unauthorized_client", "grant_type_not_allowed");
    }

    @Test
    @DisplayName(
            "when another request of the client was approved since that asks for other claims, then the device gets nothing")
    void anotherRequest() throws Exception {
        Device device = approved();
        RelyingParty other = realm.app();
        String claims = "{\"userinfo\":{\"phone_number\":null}}";
        assertThat(Browser.hasCode(Browser.authorize(agent, agent.open(other.request(Map.of("claims", claims))))))
                .isTrue();
        assertRefused(device.pollAgain(), "invalid_grant", "binding_mismatch");
    }

    @Test
    @DisplayName("when the approval is taken back before the device comes, then the device gets nothing")
    void revokedBefore() throws Exception {
        Device device = approved();
        revoke();
        assertRefused(device.pollAgain(), "invalid_grant", "revoked");
    }

    @Test
    @DisplayName("when the approval is taken back, then refresh, introspection and userinfo of its tokens end")
    void revoked() throws Exception {
        realm.updateAttributes("app", Map.of("allow.token.introspection.without.audience.check", "true"));
        Answer tokens = approved().pollAgain();
        Answer refreshed = app.token("refresh_token", Map.of("refresh_token", tokens.text("refresh_token")));
        assertThat(refreshed.hasToken()).isTrue();
        assertThat(isActive(refreshed)).isTrue();
        revoke();
        assertThat(isActive(refreshed)).isFalse();
        assertThat(app.token("refresh_token", Map.of("refresh_token", refreshed.text("refresh_token")))
                        .error())
                .isEqualTo("invalid_grant");
    }

    private void revoke() {
        String path = "/realms/" + realm.name() + "/consent-grants/";
        server.admin().post(path + grant().path("id").asText() + "/revoke", Map.of());
    }

    private boolean isActive(Answer tokens) {
        return app.post("token/introspect", Map.of("token", tokens.text("access_token")))
                .body()
                .path("active")
                .asBoolean();
    }

    private Map<String, String> singleUse(String key, Map<String, String> notes) {
        Map<String, String> arguments = new HashMap<>(notes);
        arguments.put("key", key);
        Map<String, String> kept = new HashMap<>();
        realm.probe().call("single-use", arguments).properties().forEach(note -> {
            if (!note.getValue().isNull()) {
                kept.put(note.getKey(), note.getValue().asText());
            }
        });
        return kept;
    }

    private static String kept(Device device) {
        return "dc." + device.deviceCode();
    }

    private String place(Device device) {
        List<String> values = List.of(realm.id(), realm.clientUuid("app"), device.deviceCode());
        return "consent-grant-device:" + Digests.sha256Hex("consent-grants/device/v1", values);
    }

    /** As if another node had not seen yet that the code was used. */
    @Test
    @DisplayName("when Keycloak takes the code a second time, then the database does not")
    void redeemedBefore() throws Exception {
        Device device = approved();
        Map<String, String> code = singleUse(kept(device), Map.of());
        assertThat(device.pollAgain().hasToken()).isTrue();
        singleUse(kept(device), code);
        assertRefused(device.pollAgain(), "invalid_grant", "redeemed");
    }

    @Test
    @DisplayName("when the code leads to another session of the user, then the device gets nothing")
    void anotherSession() throws Exception {
        Device device = approved();
        UserAgent elsewhere = new UserAgent();
        Device other = Device.of(app, Map.of());
        assertComplete(Browser.authorize(elsewhere, Browser.signIn(elsewhere, other.address(), "alice")));
        Map<String, String> code = singleUse(kept(device), Map.of());
        code.put("uid", singleUse(kept(other), Map.of()).get("uid"));
        singleUse(kept(device), code);
        assertRefused(device.pollAgain(), "invalid_grant", "binding_mismatch");
        assertThat(other.pollAgain().hasToken()).isTrue();
    }

    @Test
    @DisplayName(
            "when the device comes while the approval is being committed, then it is to come again, and gets its tokens then")
    void beingCommitted() throws Exception {
        Device device = approved();
        Map<String, String> grant = singleUse(place(device), Map.of());
        assertThat(grant).containsKey("grant_id");
        singleUse(place(device), Map.of("taken", "true"));
        assertThat(device.poll().error()).isEqualTo("authorization_pending");
        singleUse(place(device), grant);
        assertThat(device.pollAgain().hasToken()).isTrue();
    }

    @Test
    @DisplayName("when the code is decided in the very moment of the click, then the click is refused")
    void overtaken() throws Exception {
        Device device = Device.of(app, Map.of());
        Page page = confirm(device);
        singleUse(place(device), Map.of("taken", "true"));
        assertThat(Browser.authorize(agent, page).status()).isEqualTo(403);
        assertThat(realm.event("GRANT_CONSENT_ERROR").path("error").asText()).isEqualTo("device_gone");
        assertThat(device.pollAgain().hasToken()).isFalse();
    }

    @Test
    @DisplayName("when PKCE was asked for, then another verifier gets nothing")
    void pkce() {
        String challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        Device device = Device.of(app, Map.of("code_challenge", challenge, "code_challenge_method", "S256"));
        assertComplete(Browser.authorize(agent, confirm(device)));
        assertThat(device.poll().hasToken()).isFalse();
    }

    @Test
    @DisplayName("when another browser has the user's page, then its click is refused")
    void anotherBrowser() {
        Device device = Device.of(app, Map.of());
        Page page = confirm(device);
        UserAgent thief = agent.fork();
        thief.forgetCookies("consent-grant-");
        assertThat(Browser.authorize(thief, page).status()).isEqualTo(403);
        assertThat(device.poll().error()).isEqualTo("authorization_pending");
    }

    @Test
    @DisplayName("when it is decided, then the record says that another device asked, and with which code")
    void recorded() {
        Device device = approved();
        String path = "/realms/" + realm.name() + "/consent-grants/";
        JsonNode record = server.admin().get(path + grant().path("id").asText()).path("record");
        assertThat(record.path("redirect").path("kind").asText()).isEqualTo("OTHER_DEVICE");
        assertThat(record.path("redirect").path("host").asText()).isEqualTo(device.userCode());
        assertThat(record.path("personal").has("redirectUri")).isFalse();
    }
}
