package io.github.consentgrants.rest;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.UserPermissionEvaluator;

/**
 * Who may see and change which grants: whoever may view, or manage, the user, by a role or by a fine-grained permission. A grant that the
 * caller may not see is answered as one that does not exist.
 */
final class GrantAccess {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final UserPermissionEvaluator users;

    GrantAccess(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.users = auth.users();
    }

    /** Makes sure, before anything is read, that the caller may look for users. */
    void requireQuery() {
        users.requireQuery();
    }

    /**
     * Makes sure that the grants of a user may be seen.
     *
     * @param userId null for those of all users
     */
    void requireView(@Nullable String userId) {
        if (!canView(userId)) {
            throw new ForbiddenException();
        }
    }

    /**
     * Makes sure that the grants of a user may be changed.
     *
     * @param userId null for those of all users
     */
    void requireManage(@Nullable String userId) {
        if (!canManage(userId)) {
            throw new ForbiddenException();
        }
    }

    boolean canView(@Nullable String userId) {
        return viewsAll() || isOf(userId, users::canView);
    }

    boolean canManage(@Nullable String userId) {
        return managesAll() || isOf(userId, users::canManage);
    }

    /** A fine-grained permission for all users leaves out those for whom another one says no, so it is no right to see a whole list. */
    private boolean viewsAll() {
        return realm.isAdminPermissionsEnabled()
                ? auth.hasOneAdminRole(AdminRoles.VIEW_USERS, AdminRoles.MANAGE_USERS)
                : users.canView();
    }

    private boolean managesAll() {
        return realm.isAdminPermissionsEnabled() ? auth.hasOneAdminRole(AdminRoles.MANAGE_USERS) : users.canManage();
    }

    /** Of a user who is gone, the right to all users decides. */
    private boolean isOf(@Nullable String userId, Predicate<UserModel> permission) {
        return userId != null
                && Optional.ofNullable(session.users().getUserById(realm, userId))
                        .filter(permission)
                        .isPresent();
    }

    /** Returns what to throw for a grant that is not there, or that the caller may not see. */
    static RuntimeException absent() {
        return new NotFoundException("Could not find consent grant");
    }

    /**
     * Returns what to throw for a grant that the caller would change, and that is not there, or that the caller may not see. Who may change
     * no user's grants learns that first.
     */
    RuntimeException absentToChange() {
        boolean mayChangeSome = managesAll() || realm.isAdminPermissionsEnabled();
        return mayChangeSome ? absent() : new ForbiddenException();
    }
}
