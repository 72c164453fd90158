package io.github.consentgrants.page;

import io.github.consentgrants.gate.ConsentAction;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel.RealmPostCreateEvent;

/**
 * Listens, in every realm and without configuration, for administrators who put the required action on users. If the
 * listener misses one, or is switched off, the trigger and the grant types remove the action where Keycloak looks at a
 * user (docs/adr/0063).
 */
public final class ActionOnUsersFactory implements EventListenerProviderFactory {
    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new ActionOnUsers(session);
    }

    @Override
    public String getId() {
        return "consent-grant-action-on-users";
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public void init(Config.Scope config) {
        // No settings.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof RealmPostCreateEvent created) {
                ConsentAction.endDefault(created.getCreatedRealm());
            }
        });
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
