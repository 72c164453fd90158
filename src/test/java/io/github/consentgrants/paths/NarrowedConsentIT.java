package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.github.consentgrants.testing.Applications;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Keycloak itself does for "app", of which consent is required, is the model for "plain", which is gated only. */
@DisplayName("Given a realm that gates every client")
final class NarrowedConsentIT {
    private static final String STOCK_REASON = "Client no longer has requested consent from user";

    private final UserAgent agent = new UserAgent();
    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL), Option.ALL_CLIENTS);
        realm.addDefaultRoles("alice");
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private Page approve(RelyingParty client, String scope) {
        Page next = agent.open(client.request(Map.of("scope", scope)));
        return Browser.authorize(agent, next.isConsent() ? next : Browser.password(agent, next, "alice"));
    }

    private OIDCTokens tokens(String clientId, String scope) {
        RelyingParty client = realm.client(clientId, "secret");
        return client.tokens(approve(client, scope));
    }

    private Answer refresh(String clientId, OIDCTokens tokens) {
        return realm.client(clientId)
                .token(
                        "refresh_token",
                        Map.of("refresh_token", tokens.getRefreshToken().getValue()));
    }

    private void assertRefused(Answer answer) {
        assertThat(answer.hasToken()).isFalse();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_scope");
        assertThat(answer.text("error_description")).isEqualTo(STOCK_REASON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "plain"})
    @DisplayName("when the user takes a scope back, then no refresh until the user has approved anew")
    void narrowed(String clientId) {
        realm.update(Map.of("enabledEventTypes", List.of("REFRESH_TOKEN_ERROR")));
        OIDCTokens tokens = tokens(clientId, "openid profile email");
        assertThat(refresh(clientId, tokens).hasToken()).isTrue();

        Applications applications = Applications.of(realm, "alice");
        assertThat(applications.consented()).containsExactly(clientId);
        applications.narrow(clientId, "email");

        assertRefused(refresh(clientId, tokens));
        assertThat(realm.event("REFRESH_TOKEN_ERROR").path("error").asText()).isEqualTo("invalid_token");
        assertThat(realm.event("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("reason")
                        .asText())
                .isEqualTo(STOCK_REASON);
        OIDCTokens anew = tokens(clientId, "openid profile email");
        assertThat(refresh(clientId, anew).hasToken()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "plain"})
    @DisplayName("when the user takes a scope back, then no refresh of an offline token")
    void offline(String clientId) {
        OIDCTokens tokens = tokens(clientId, "openid email offline_access");
        assertThat(refresh(clientId, tokens).hasToken()).isTrue();
        Applications.of(realm, "alice").narrow(clientId, "email");
        assertRefused(refresh(clientId, tokens));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "plain"})
    @DisplayName("when the user takes a scope back before the code is redeemed, then no tokens")
    void code(String clientId) {
        RelyingParty client = realm.client(clientId, "secret");
        Page end = approve(client, "openid profile email");
        Applications.of(realm, "alice").narrow(clientId, "email");
        TokenResponse answer = client.redeem(end);
        assertThat(answer.indicatesSuccess()).isFalse();
        assertThat(answer.toErrorResponse().getErrorObject().getCode()).isEqualTo("invalid_scope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "plain"})
    @DisplayName("when the user takes all back, then neither refresh nor offline token")
    void revoked(String clientId) {
        OIDCTokens online = tokens(clientId, "openid email");
        OIDCTokens offline = tokens(clientId, "openid email offline_access");
        Applications.of(realm, "alice").revoke(clientId);
        assertThat(refresh(clientId, online).hasToken()).isFalse();
        assertThat(refresh(clientId, offline).hasToken()).isFalse();
        assertThat(Applications.of(realm, "alice").consented()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "plain"})
    @DisplayName("when an administrator takes the consent back, then no refresh")
    void revokedByAdministrator(String clientId) {
        OIDCTokens tokens = tokens(clientId, "openid email");
        realm.server()
                .admin()
                .delete("/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/consents/" + clientId);
        assertThat(refresh(clientId, tokens).hasToken()).isFalse();
    }

    @Test
    @DisplayName("when tokens are older than the gate, then no refresh, as where \"Consent required\" is switched on")
    void olderThanTheGate() {
        realm.configureGate(false, Map.of());
        RelyingParty plain = realm.plain();
        OIDCTokens tokens = plain.tokens(Browser.signIn(agent, plain.request(Map.of("scope", "openid")), "alice"));
        assertThat(refresh("plain", tokens).hasToken()).isTrue();

        realm.updateClient("plain", Map.of("consentRequired", true));
        assertRefused(refresh("plain", tokens));
        realm.updateClient("plain", Map.of("consentRequired", false));
        assertThat(refresh("plain", tokens).hasToken()).isTrue();

        realm.configureGate(true, Map.of("applies-to", "all"));
        assertRefused(refresh("plain", tokens));
        assertThat(refresh("plain", tokens("plain", "openid")).hasToken()).isTrue();
    }

    @Test
    @DisplayName("when the realm allows tokens without any approval, then these are refreshed without one")
    void withoutApproval() {
        realm.updateClient("plain", Map.of("directAccessGrantsEnabled", true));
        realm.configureGate(true, Map.of("applies-to", "all", "allowed-grants", "password"));
        Answer password = realm.client("plain")
                .token("password", Map.of("username", "alice", "password", "alice", "scope", "openid"));
        Map<String, String> refresh = Map.of("refresh_token", password.text("refresh_token"));
        assertThat(realm.client("plain").token("refresh_token", refresh).hasToken())
                .isTrue();

        OIDCTokens approved = tokens("plain", "openid email");
        Applications.of(realm, "alice").narrow("plain", "email");
        assertRefused(refresh("plain", approved));

        realm.configureGate(true, Map.of("applies-to", "all"));
        assertThat(realm.client("plain").token("refresh_token", refresh).hasToken())
                .isFalse();
    }
}
