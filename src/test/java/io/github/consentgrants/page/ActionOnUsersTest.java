package io.github.consentgrants.page;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;

class ActionOnUsersTest {
    private static final String OURS = "consent-grant";

    private final RequiredActionProviderModel action = MockRealm.ours(Map.of());
    private final RealmModel realm = MockRealm.of(action);
    private final KeycloakSession session = MockSession.of(realm);
    private final UserModel user = mock(UserModel.class);
    private final AdminEvent event = new AdminEvent();

    @BeforeEach
    void aUserWasGivenIt() {
        when(session.realms().getRealm("realm")).thenReturn(realm);
        when(session.users().getUserById(realm, "id")).thenReturn(user);
        when(user.getRequiredActionsStream()).thenAnswer(call -> Stream.of(OURS, "UPDATE_PASSWORD"));
        event.setRealmId("realm");
        event.setOperationType(OperationType.UPDATE);
        event.setResourceType(ResourceType.USER);
        event.setResourcePath("users/id");
    }

    private void happen() {
        new ActionOnUsers(session).onEvent(event, false);
    }

    private void requireNothing() {
        happen();
        verify(user, never()).removeRequiredAction(anyString());
        verify(realm, never()).updateRequiredActionProvider(any());
    }

    @ParameterizedTest
    @EnumSource(
            value = OperationType.class,
            names = {"CREATE", "UPDATE"})
    void onEventWhenAUserWasMadeOrChangedThenOursIsTakenOff(OperationType operation) {
        event.setOperationType(operation);
        happen();
        verify(user).removeRequiredAction(OURS);
        verify(user, never()).removeRequiredAction("UPDATE_PASSWORD");
    }

    @ParameterizedTest
    @EnumSource(
            value = OperationType.class,
            names = {"DELETE", "ACTION"})
    void onEventWhenItIsNoChangeThenNothing(OperationType operation) {
        event.setOperationType(operation);
        requireNothing();
    }

    @Test
    void onEventWhenTheChangeFailedThenNothing() {
        event.setError("error");
        requireNothing();
    }

    /** A partial import calls everything a realm. */
    @Test
    void onEventWhenAUserCameByAPartialImportThenByThePath() {
        event.setResourceType(ResourceType.REALM);
        happen();
        verify(user).removeRequiredAction(OURS);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "users",
                "users/",
                "users/id/role-mappings/realm",
                "groups/id",
                "clients/users/id",
                "users/gone"
            })
    void onEventWhenThePathIsNoUsersThenNothing(String path) {
        when(session.users().getUserById(realm, "gone")).thenReturn(null);
        when(session.users().getUserById(realm, "")).thenReturn(null);
        event.setResourcePath(path);
        requireNothing();
    }

    @Test
    void onEventWhenTheActionBecameADefaultThenItIsNoneAnyMore() {
        action.setDefaultAction(true);
        event.setResourceType(ResourceType.REQUIRED_ACTION);
        event.setResourcePath("authentication/required-actions/consent-grant");
        happen();
        verify(realm).updateRequiredActionProvider(any());
    }

    @Test
    void onEventWhenTheRealmIsGoneThenNothing() {
        when(session.realms().getRealm("realm")).thenReturn(null);
        requireNothing();
    }
}
