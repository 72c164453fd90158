package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.common.Profile;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.rar.AuthorizationRequestParserProvider;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.rar.AuthorizationRequestContext;
import org.mockito.ArgumentCaptor;

class SessionConsentTest {
    private static final String NOTE = "session_consent";

    private final RealmModel realm = MockRealm.of();
    private final KeycloakSession session = MockSession.of(realm);
    private final AuthenticatedClientSessionModel clientSession = mock(AuthenticatedClientSessionModel.class);
    private final ConsentRequest request = new ConsentRequest(
            session, MockTab.of(realm, MockRealm.client(realm, "shop")), mock(UserModel.class), null);

    @BeforeEach
    void withParameterizedScopes() {
        Profile.init(Profile.ProfileName.DEFAULT, Map.of(Profile.Feature.PARAMETERIZED_SCOPES, true));
    }

    @AfterEach
    void withDefaults() {
        Profile.defaults();
    }

    private static ClientScopeModel scope(String name, boolean always) {
        ClientScopeModel scope = mock(ClientScopeModel.class);
        when(scope.getName()).thenReturn(name);
        when(scope.isAlwaysConsent()).thenReturn(always);
        return scope;
    }

    private void requested(ClientScopeModel... scopes) {
        AuthorizationRequestParserProvider parser = mock(AuthorizationRequestParserProvider.class);
        AuthorizationRequestContext context = new AuthorizationRequestContext(
                new ArrayList<>(Stream.of(scopes).map(AuthorizationDetails::new).toList()));
        when(parser.parseScopes(any(), any())).thenReturn(context);
        when(parser.parseScopes(any(), any(), any())).thenReturn(context);
        when(session.getProvider(AuthorizationRequestParserProvider.class, "client-scope"))
                .thenReturn(parser);
    }

    private List<String> added() {
        SessionConsent.add(request, clientSession);
        ArgumentCaptor<String> note = ArgumentCaptor.forClass(String.class);
        verify(clientSession).setNote(eq(NOTE), note.capture());
        return List.of(note.getValue().split(" "));
    }

    @Test
    void addWhenAScopeAsksAlwaysThenItIsNotedAndNoOther() {
        requested(scope("payment", true), scope("email", false));
        assertThat(added()).containsExactly("payment");
    }

    /** The tokens of another tab can still be refreshed. */
    @Test
    void addWhenOthersWereApprovedBeforeThenTheyStayOnce() {
        requested(scope("payment", true));
        when(clientSession.getNote(NOTE)).thenReturn("earlier payment  other");
        assertThat(added()).containsExactly("payment", "earlier", "other");
    }

    @Test
    void addWhenVeryManyWereApprovedBeforeThenTwentyOfThemStay() {
        requested(scope("payment", true));
        List<String> before = IntStream.range(0, 50).mapToObj(i -> "p" + i).toList();
        when(clientSession.getNote(NOTE)).thenReturn(String.join(" ", before));
        assertThat(added()).hasSize(21).startsWith("payment", "p0").endsWith("p19");
    }

    @Test
    void addWhenNoScopeAsksAlwaysThenNothingIsNoted() {
        requested(scope("email", false));
        SessionConsent.add(request, clientSession);
        verify(clientSession, never()).setNote(anyString(), any());
    }

    @Test
    void addWhenTheFeatureIsOffThenNothingIsNoted() {
        Profile.defaults();
        requested(scope("payment", true));
        SessionConsent.add(request, clientSession);
        verify(clientSession, never()).setNote(anyString(), any());
    }
}
