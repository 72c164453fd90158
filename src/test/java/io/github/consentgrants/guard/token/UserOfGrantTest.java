package io.github.consentgrants.guard.token;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.gate.NonInteractiveGrantType;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;

class UserOfGrantTest {
    private static final String OURS = "consent-grant";

    private final RealmModel realm = MockRealm.of(MockRealm.disabled(MockRealm.ours(Map.of())));
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final KeycloakSession session = MockSession.of(realm);
    private final MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
    private final UserModel user = mock(UserModel.class);

    @BeforeEach
    void haveUser() {
        when(session.getContext().getClient()).thenReturn(client);
        when(client.isDirectAccessGrantsEnabled()).thenReturn(true);
        when(user.getRequiredActionsStream()).thenAnswer(call -> Stream.of(OURS, "UPDATE_PASSWORD"));
        when(session.users().getUserByUsername(realm, "anna")).thenReturn(user);
        when(session.users().getUserById(any(), any())).thenReturn(user);
        form.add("username", " anna ");
    }

    private void takeActionOff(NonInteractiveGrantType grant) {
        UserOfGrant.takeActionOff(grant, new OAuth2GrantType.Context(session, null, null, form, null, null, null));
    }

    @Test
    void takeActionOffWhenAUserSignsInByPasswordThenOursIsTakenOff() {
        takeActionOff(NonInteractiveGrantType.PASSWORD);
        verify(user).removeRequiredAction(OURS);
        verify(user, never()).removeRequiredAction("UPDATE_PASSWORD");
    }

    /** There the trigger does, once the password was right. */
    @Test
    void takeActionOffWhenTheActionIsEnabledThenNotByPassword() {
        MockRealm.setActions(realm, MockRealm.ours(Map.of()));
        takeActionOff(NonInteractiveGrantType.PASSWORD);
        verify(user, never()).removeRequiredAction(anyString());
    }

    @Test
    void takeActionOffWhenTheClientMayUseNoPasswordsThenNobodyIsLookedUp() {
        when(client.isDirectAccessGrantsEnabled()).thenReturn(false);
        takeActionOff(NonInteractiveGrantType.PASSWORD);
        verify(user, never()).removeRequiredAction(anyString());
    }

    @Test
    void takeActionOffWhenNobodyIsNamedThenNobody() {
        form.clear();
        takeActionOff(NonInteractiveGrantType.PASSWORD);
        takeActionOff(NonInteractiveGrantType.CIBA);
        verify(user, never()).removeRequiredAction(anyString());
    }

    /** Keycloak says that it is none; here nothing must fail before. */
    @Test
    void takeActionOffWhenTheBackchannelRequestIsUnreadableThenNobody() {
        form.add("auth_req_id", "unreadable");
        takeActionOff(NonInteractiveGrantType.CIBA);
        verify(user, never()).removeRequiredAction(anyString());
    }

    @ParameterizedTest
    @EnumSource(
            value = NonInteractiveGrantType.class,
            names = {"PASSWORD", "CIBA"},
            mode = EnumSource.Mode.EXCLUDE)
    void takeActionOffWhenItIsAnotherGrantTypeThenNobody(NonInteractiveGrantType grant) {
        takeActionOff(grant);
        verify(user, never()).removeRequiredAction(anyString());
    }
}
