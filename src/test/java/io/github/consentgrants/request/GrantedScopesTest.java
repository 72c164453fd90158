package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.display.RequestedScopes;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.sessions.AuthenticationSessionModel;

class GrantedScopesTest {
    private static final LeftOut PHONE = new LeftOut(Set.of("phone"));

    private final RealmModel realm = MockRealm.of();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final AuthenticationSessionModel tab = MockTab.of(realm, client);
    private final KeycloakSession session = MockSession.of(realm);
    private final UserModel user = mock(UserModel.class);
    private final ConsentRequest request = new ConsentRequest(session, tab, user, new EventBuilder(realm, session));
    private final ClientScopeModel email = scope("email");
    private final ClientScopeModel phone = scope("phone");
    private final ClientScopeModel address = scope("address");

    private static ClientScopeModel scope(String name) {
        ClientScopeModel scope = mock(ClientScopeModel.class);
        when(scope.getId()).thenReturn("id of " + name);
        when(scope.getName()).thenReturn(name);
        return scope;
    }

    @BeforeEach
    void askedForTwo() {
        when(user.getId()).thenReturn("user");
        when(tab.getAuthenticatedUser()).thenReturn(user);
        when(client.getClientScopes(true)).thenReturn(Map.of("email", email));
        when(client.getClientScopes(false)).thenReturn(new HashMap<>(Map.of("phone", phone, "address", address)));
        AtomicReference<Set<String>> noted = new AtomicReference<>(Set.of("before"));
        when(tab.getClientScopes()).thenAnswer(call -> noted.get());
        doAnswer(call -> {
                    noted.set(call.getArgument(0));
                    return null;
                })
                .when(tab)
                .setClientScopes(any());
        tab.setClientNote("scope", "openid phone address");
        MockSession.inDatabase(session);
    }

    private List<AuthorizationDetails> all() {
        return RequestedScopes.of(session, tab, user);
    }

    private static List<String> names(GrantedScopes granted) {
        return granted.scopes().stream()
                .map(scope -> scope.getClientScope().getName())
                .filter(name -> name != null)
                .sorted()
                .toList();
    }

    @Test
    void ofWhenNothingIsLeftOutThenTheWholeRequest() {
        GrantedScopes granted = GrantedScopes.of(request, all(), LeftOut.NOTHING);
        assertThat(granted.parameter()).isEqualTo("openid phone address");
        assertThat(names(granted)).containsExactly("address", "email", "phone");
    }

    @Test
    void ofWhenOneIsLeftOutThenTheRestAndTheTabIsAsItWas() {
        GrantedScopes granted = GrantedScopes.of(request, all(), PHONE);
        assertThat(granted.parameter()).isEqualTo("openid address");
        assertThat(names(granted)).containsExactly("address", "email");
        assertThat(tab.getClientNote("scope")).isEqualTo("openid phone address");
    }

    /** What stands for a default scope goes out of the parameter, but the client gets that scope all the same. */
    @Test
    void ofWhenTheRestIsNotWhatIsLeftThenRefused() {
        List<AuthorizationDetails> all = all();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GrantedScopes.of(request, all, new LeftOut(Set.of("email"))));
        when(client.getClientScopes(false)).thenReturn(Map.of("phone", phone));
        assertThatIllegalArgumentException().isThrownBy(() -> GrantedScopes.of(request, all, PHONE));
    }

    @Test
    void narrowWhenTheGrantIsUsedThenTheTabHasTheRestAndGetsAllBack() {
        GrantedScopes.narrow(request, PHONE);
        assertThat(tab.getClientNote("scope")).isEqualTo("openid address");
        assertThat(tab.getClientScopes()).containsExactlyInAnyOrder("id of email", "id of address", "uuid of shop");
        assertThat(GrantedScopes.requested(request)).isEqualTo("openid phone address");
        assertThat(GrantedScopes.requestedIn(session)).contains("openid phone address");

        GrantedScopes.undo(request);
        assertThat(tab.getClientNote("scope")).isEqualTo("openid phone address");
        assertThat(tab.getClientScopes()).containsExactly("before");
    }

    /** The client belongs to the scopes of a request, and can have any name. */
    @Test
    void ofWhenTheClientIsCalledAsWhatIsLeftOutThenItStays() {
        when(client.getName()).thenReturn("phone");
        assertThat(GrantedScopes.of(request, all(), PHONE).scopes())
                .extracting(scope -> scope.getClientScope().getId())
                .contains("uuid of shop");
    }

    @Test
    void narrowWhenNothingIsLeftOutThenNothingChanges() {
        GrantedScopes.narrow(request, LeftOut.NOTHING);
        assertThat(GrantedScopes.requestedIn(session)).isEmpty();
        assertThat(tab.getClientScopes()).containsExactly("before");
    }

    @Test
    void narrowWhenAllIsLeftOutThenThereIsNoParameter() {
        tab.setClientNote("scope", "phone");
        GrantedScopes.narrow(request, PHONE);
        assertThat(tab.getClientNotes()).doesNotContainKey("scope");
        assertThat(GrantedScopes.requested(request)).isEqualTo("phone");
    }

    /** The tab, which Keycloak follows, decides; not what was to be. */
    @Test
    void ofWhenTheTabWasChangedAfterwardsThenRefused() {
        List<AuthorizationDetails> all = all();
        GrantedScopes.narrow(request, PHONE);
        assertThat(names(GrantedScopes.of(request, all, PHONE))).containsExactly("address", "email");
        tab.setClientNote("scope", "openid phone address");
        assertThatIllegalArgumentException().isThrownBy(() -> GrantedScopes.of(request, all, PHONE));
    }

    @ParameterizedTest
    @CsvSource({
        "phone, 'email,address',       true",
        "phone, 'email,phone,address', false",
        "phone, 'email',               true",
        "'',    'email,phone,address', true",
    })
    void agreeWhenTheAnswerIsForOtherScopesThenFalse(String leftOut, String answer, boolean expected) {
        GrantedScopes.narrow(request, leftOut.isEmpty() ? LeftOut.NOTHING : PHONE);
        ClientSessionContext context = mock(ClientSessionContext.class);
        Map<String, ClientScopeModel> scopes = Map.of("email", email, "phone", phone, "address", address);
        when(context.getClientScopesStream())
                .thenReturn(Stream.concat(
                        Stream.of(client), Stream.of(answer.split(",")).map(scopes::get)));
        assertThat(GrantedScopes.agree(request, context)).isEqualTo(expected);
    }
}
