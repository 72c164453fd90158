package io.github.consentgrants.page;

import io.github.consentgrants.gate.ConsentAction;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Removes the required action from users, and from the default actions, in the transaction that put it there. */
final class ActionOnUsers implements EventListenerProvider {
    private static final String USERS = "users/";
    private static final Set<OperationType> CHANGES = Set.of(OperationType.CREATE, OperationType.UPDATE);

    private final KeycloakSession session;

    ActionOnUsers(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        // Only administrators put the action on users.
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (!CHANGES.contains(event.getOperationType()) || event.getError() != null) {
            return;
        }
        @Nullable RealmModel realm = session.realms().getRealm(event.getRealmId());
        if (realm == null) {
            return;
        }
        if (event.getResourceType() == ResourceType.REQUIRED_ACTION) {
            ConsentAction.endDefault(realm);
        } else {
            user(realm, event.getResourcePath());
        }
    }

    /** Goes by the path: at a partial import, Keycloak reports every resource as a realm. */
    private void user(RealmModel realm, @Nullable String path) {
        if (path == null || !path.startsWith(USERS) || path.indexOf('/', USERS.length()) >= 0) {
            return;
        }
        @Nullable UserModel user = session.users().getUserById(realm, path.substring(USERS.length()));
        if (user != null) {
            ConsentAction.takeOff(realm, user);
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
