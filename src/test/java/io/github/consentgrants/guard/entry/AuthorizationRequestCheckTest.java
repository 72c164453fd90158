package io.github.consentgrants.guard.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker.AuthorizationCheckException;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;

class AuthorizationRequestCheckTest {
    private static final String PUSHED = "urn:ietf:params:oauth:request_uri:id";
    private static final String MARK = "consent-grant.authorization-endpoint";

    private final RealmModel realm = MockRealm.gated();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final KeycloakSession session = MockSession.of(realm);
    private final EventBuilder event = new EventBuilder(realm, session).event(EventType.LOGIN);
    private final MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
    private final AuthorizationEndpointRequest request = spy(new AuthorizationEndpointRequest());

    @BeforeEach
    void nothingWasPushed() {
        SingleUseObjectProvider objects = mock(SingleUseObjectProvider.class);
        when(session.singleUseObjects()).thenReturn(objects);
    }

    private void check() throws AuthorizationCheckException {
        new AuthorizationRequestCheck(session)
                .check(new AuthorizationEndpointChecker()
                        .realm(realm)
                        .client(client)
                        .session(session)
                        .event(event)
                        .request(request)
                        .params(parameters));
    }

    private void requireRefused(String error) {
        assertThatThrownBy(this::check)
                .isInstanceOfSatisfying(
                        AuthorizationCheckException.class,
                        refused -> assertThat(refused.getError()).isEqualTo(error));
        assertThat(event.getEvent().getError()).isEqualTo(error);
    }

    private void prompt(String prompt) {
        doReturn(prompt).when(request).getPrompt();
    }

    @Test
    void checkWhenTheClientIsGatedThenTheRequestIsMarked() {
        assertThatCode(this::check).doesNotThrowAnyException();
        assertThat(request.getAdditionalReqParams()).containsEntry(MARK, "true");
    }

    @Test
    void checkWhenTheClientIsNotGatedThenNeitherMarkedNorRefused() {
        MockRealm.setActions(realm, MockRealm.ours(Map.of("applies-to", "consent-required")));
        prompt("none");
        assertThatCode(this::check).doesNotThrowAnyException();
        assertThat(request.getAdditionalReqParams()).isEmpty();
    }

    /** Keycloak answers such a request itself, where the guard does not see it. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "none login", "login none"})
    void checkWhenTheUserMustNotBeAskedThenRefusedByWhetherSheIsSignedIn(String prompt) {
        prompt(prompt);
        requireRefused("login_required");

        MockSession.signOn(session, realm, mock(UserModel.class), mock(UserSessionModel.class));
        assertThatThrownBy(this::check)
                .isInstanceOfSatisfying(
                        AuthorizationCheckException.class,
                        refused -> assertThat(refused.getError()).isEqualTo("consent_required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "consent", "select_account", "nonesuch"})
    void checkWhenTheUserMayBeAskedThenNotRefused(String prompt) {
        prompt(prompt);
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void checkWhenItWasPushedInAnotherRealmThenRefused() {
        parameters.add("request_uri", PUSHED);
        requireRefused("invalid_request_uri");
    }

    @Test
    void checkWhenItIsARequestObjectByReferenceThenNotRefused() {
        parameters.add("request_uri", "https://shop.example/request.jwt");
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void checkWhenItsDetailsAreNoJsonThenRefused() {
        request.getAdditionalReqParams().put("authorization_details", "{");
        requireRefused("invalid_authorization_details");
    }
}
