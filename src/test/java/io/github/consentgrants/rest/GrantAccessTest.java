package io.github.consentgrants.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.UserPermissionEvaluator;

class GrantAccessTest {
    private final KeycloakSession session = mock(KeycloakSession.class, RETURNS_DEEP_STUBS);
    private final RealmModel realm = mock(RealmModel.class);
    private final AdminPermissionEvaluator auth = mock(AdminPermissionEvaluator.class);
    private final UserPermissionEvaluator users = mock(UserPermissionEvaluator.class);
    private final UserModel alice = mock(UserModel.class);

    @BeforeEach
    void addAlice() {
        when(auth.users()).thenReturn(users);
        when(session.users().getUserById(any(), any())).thenReturn(null);
        when(session.users().getUserById(realm, "alice")).thenReturn(alice);
    }

    private GrantAccess access() {
        return new GrantAccess(session, realm, auth);
    }

    @Test
    void viewWhenThereIsNoRightThenForbidden() {
        assertThatExceptionOfType(ForbiddenException.class).isThrownBy(() -> access().requireView("alice"));
        assertThatExceptionOfType(ForbiddenException.class).isThrownBy(() -> access().requireView(null));
        assertThatExceptionOfType(ForbiddenException.class).isThrownBy(() -> access().requireManage("alice"));
        assertThatExceptionOfType(ForbiddenException.class).isThrownBy(() -> access().requireManage(null));
    }

    @Test
    void queryWhenThereIsNoRightThenForbidden() {
        doThrow(new ForbiddenException()).when(users).requireQuery();
        assertThatExceptionOfType(ForbiddenException.class).isThrownBy(() -> access().requireQuery());
    }

    @Test
    void viewWhenTheRightIsForOneUserThenThisUserAlone() {
        when(users.canView(alice)).thenReturn(true);
        assertThatCode(() -> access().requireView("alice")).doesNotThrowAnyException();
        assertThat(access().canView("bob")).isFalse();
        assertThat(access().canView(null)).isFalse();
        assertThat(access().canManage("alice")).isFalse();
    }

    @Test
    void allWhenTheRightIsARoleThenAlsoUsersWhoAreGone() {
        when(users.canView()).thenReturn(true);
        assertThat(access().canView("gone")).isTrue();
        assertThat(access().canManage("gone")).isFalse();
        when(users.canManage()).thenReturn(true);
        assertThat(access().canManage("gone")).isTrue();
    }

    @Test
    void allWhenTheRightIsAFineGrainedPermissionThenUserByUser() {
        when(realm.isAdminPermissionsEnabled()).thenReturn(true);
        when(users.canView()).thenReturn(true);
        when(users.canManage()).thenReturn(true);
        assertThat(access().canView("alice")).isFalse();
        assertThat(access().canView(null)).isFalse();
        assertThat(access().canManage("gone")).isFalse();
        when(users.canView(alice)).thenReturn(true);
        assertThat(access().canView("alice")).isTrue();
        when(auth.hasOneAdminRole(AdminRoles.VIEW_USERS, AdminRoles.MANAGE_USERS))
                .thenReturn(true);
        assertThat(access().canView("gone")).isTrue();
        assertThat(access().canManage("gone")).isFalse();
        when(auth.hasOneAdminRole(AdminRoles.MANAGE_USERS)).thenReturn(true);
        assertThat(access().canManage("gone")).isTrue();
    }

    @Test
    void absentWhenTheCallerMayChangeNobodyThenForbidden() {
        assertThat(GrantAccess.absent()).isInstanceOf(NotFoundException.class);
        assertThat(access().absentToChange()).isInstanceOf(ForbiddenException.class);
        when(users.canManage()).thenReturn(true);
        assertThat(access().absentToChange()).isInstanceOf(NotFoundException.class);
    }

    @Test
    void absentWhenTheCallerMayHaveARightToSomeUserThenNotFound() {
        when(realm.isAdminPermissionsEnabled()).thenReturn(true);
        assertThat(access().absentToChange()).isInstanceOf(NotFoundException.class);
    }
}
