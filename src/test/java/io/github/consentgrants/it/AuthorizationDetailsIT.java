package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Given a rich authorization request (RFC 9396)")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuthorizationDetailsIT {
    private static final String PAYMENT =
            "[{\"type\":\"payment_initiation\",\"actions\":[\"initiate\"],\"instructedAmount\":{\"currency\":\"EUR\","
                    + "\"amount\":\"123.50\"},\"creditorName\":\"<b>Merchant</b> A\u202E\",\"creditorAccount\":{\"iban\":"
                    + "\"DE02100100109307118603\"},\"urgent\":true}]";
    private static final String UNRENDERED =
            "[{\"type\":\"probe\",\"field\":{\"inner\":\"<script>alert(1)</script>\"}}]";

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private final UserAgent agent = new UserAgent();
    private TestRealm realm;

    @BeforeAll
    void createRealm() {
        realm = TestRealm.create(server);
    }

    @AfterAll
    void deleteRealm() {
        realm.close();
    }

    @Test
    @DisplayName("when only the token request has details, then it is refused, and the grant is not redeemed")
    void onlyAtTheTokenEndpoint() throws Exception {
        RelyingParty app = realm.app();
        int redeemed =
                (int) Grants.of(realm).stream().filter(Grants.Row::redeemed).count();
        UserAgent fresh = new UserAgent();
        Page end = Browser.authorize(fresh, Browser.signIn(fresh, app.request(Map.of()), "alice"));
        String code = RelyingParty.code(end);
        Client.Answer answer = realm.client("app")
                .token(
                        "authorization_code",
                        Map.of(
                                "code",
                                code,
                                "redirect_uri",
                                RelyingParty.REDIRECT_URI,
                                "code_verifier",
                                app.codeVerifier(),
                                "authorization_details",
                                PAYMENT));
        assertThat(answer.hasToken()).isFalse();
        assertThat(answer.error()).isEqualTo("invalid_authorization_details");
        assertThat(Grants.of(realm)).filteredOn(Grants.Row::redeemed).hasSize(redeemed);
    }

    @Test
    @DisplayName("when it is a payment, then the page shows it whole, and the token carries what was approved")
    void payment() {
        RelyingParty app = realm.app();
        Page page = request(app, PAYMENT);

        assertThat(page.document().select(".cg-details h3").text()).isEqualTo("Payment");
        assertThat(page.document().select(".cg-details dt").eachText())
                .containsExactly("Amount", "Payee", "To the account", "Allowed", "urgent");
        assertThat(page.document().select(".cg-details dd").eachText())
                .containsExactly(
                        "123.50 EUR",
                        "<b>Merchant</b> A\uFFFD",
                        "DE02100100109307118603",
                        "Start this payment",
                        "true");
        assertThat(app.redeem(Browser.authorize(agent, page))
                        .toSuccessResponse()
                        .toJSONObject()
                        .get("authorization_details")
                        .toString())
                .contains("payment_initiation", "123.50");
    }

    @Test
    @DisplayName(
            "when a later request in the same browser has none, then its token carries nothing of the earlier ones")
    void laterRequestWithout() {
        RelyingParty app = realm.app();
        app.redeem(Browser.authorize(agent, request(app, PAYMENT))).toSuccessResponse();

        RelyingParty later = realm.app();
        Page end = Browser.authorize(agent, agent.open(later.request(Map.of())));
        assertThat(later.redeem(end).toSuccessResponse().toJSONObject()).doesNotContainKey("authorization_details");
    }

    @Test
    @DisplayName("when the amount is changed between page and click, then nothing is minted for it")
    void otherRequestInTheSameBrowser() throws Exception {
        Page page = request(realm.app(), PAYMENT);
        Page other = request(realm.app(), PAYMENT.replace("123.50", "999.99"));
        int before = Grants.of(realm).size();
        Page again = agent.submit(
                other,
                Browser.FORM,
                Browser.ACCEPT,
                Map.of("page", page.document().selectFirst("input[name=page]").attr("value")));

        assertThat(again.isConsent()).isTrue();
        assertThat(again.text()).contains("999.99");
        assertThat(Grants.of(realm)).hasSize(before);
    }

    /** That is the default; HostileRecordIT has a server that is told to take more, or to refuse. */
    @Test
    @DisplayName("when it is longer than Keycloak takes, then neither page nor token nor record has it")
    void dropped() {
        RelyingParty app = realm.app();
        UserAgent fresh = new UserAgent();
        String details = "[{\"type\":\"probe\",\"long\":[" + "\"dropped\",".repeat(200) + "\"dropped\"]}]";
        URI request = app.pushed(app.push(Map.of("authorization_details", details)));
        Page page = Browser.signIn(fresh, request, "alice");
        assertThat(page.isConsent()).isTrue();
        assertThat(page.document().select(".cg-details")).isEmpty();
        assertThat(app.redeem(Browser.authorize(fresh, page))
                        .toSuccessResponse()
                        .toJSONObject())
                .doesNotContainKey("authorization_details");
        assertThat(server.admin()
                        .get("/realms/" + realm.name() + "/consent-grants/" + page.instance())
                        .path("record")
                        .toString())
                .contains("\"personal\":{")
                .doesNotContain("dropped", "authorizationDetails");
    }

    @Test
    @DisplayName("when nobody renders the type, then it is shown field by field, as text")
    void unrendered() {
        Page page = request(realm.app(), UNRENDERED);

        assertThat(page.document().select(".cg-details h3").text()).isEqualTo("Request of the type probe");
        assertThat(page.document().select(".cg-details .cg-row").text())
                .isEqualTo("field.inner <script>alert(1)</script>");
        assertThat(page.response().body()).doesNotContain("<script>alert(1)");
    }

    @Test
    @DisplayName("when the realm wants known types only, then another is refused and a known one is not")
    void knownOnly() {
        realm.configureGate(true, Map.of("known-details-only", "true"));
        try {
            Page refused = agent.open(realm.app().request(Map.of("authorization_details", UNRENDERED)));

            assertThat(RelyingParty.error(refused)).isEqualTo("invalid_authorization_details");
            assertThat(request(realm.app(), PAYMENT).isConsent()).isTrue();
        } finally {
            realm.configureGate(true, Map.of());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"type\":\"payment_initiation\",\"instructedAmount\":{\"currency\":\"EUR\",\"amount\":\"-1\"}}]",
                "[{\"type\":\"probe\",\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":1}}}}}}}]",
            })
    @DisplayName("when it cannot be shown completely, then the client is refused before anybody is asked")
    void notShowable(String details) {
        Page refused = agent.open(realm.app().request(Map.of("authorization_details", details)));

        assertThat(RelyingParty.error(refused)).isEqualTo("invalid_authorization_details");
        assertThat(realm.events("LOGIN_ERROR").get(0).path("error").asText())
                .isEqualTo("invalid_authorization_details");
    }

    @Test
    @DisplayName("when Keycloak has no processor for the type, then Keycloak itself refuses it")
    void withoutProcessor() {
        Page refused = agent.open(realm.app().request(Map.of("authorization_details", "[{\"type\":\"nobody\"}]")));

        assertThat(RelyingParty.error(refused)).isEqualTo("invalid_request");
    }

    private Page request(RelyingParty app, String details) {
        Page page = agent.open(app.request(Map.of("authorization_details", details)));
        return page.isConsent() ? page : Browser.password(agent, page, "alice");
    }
}
