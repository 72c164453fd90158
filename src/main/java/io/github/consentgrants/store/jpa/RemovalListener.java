package io.github.consentgrants.store.jpa;

import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel.RealmRemovedEvent;
import org.keycloak.models.UserModel.UserRemovedEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Notes, in the transaction that removes a user or a realm, that its rows are to be erased. The rows of a removed client stay:
 * they say what users approved, and hold nothing of the client but an id.
 */
final class RemovalListener implements ProviderEventListener {
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof UserRemovedEvent removed) {
            add(
                    removed.getKeycloakSession(),
                    Erasures.keyOfUser(
                            removed.getRealm().getId(), removed.getUser().getId()));
        } else if (event instanceof RealmRemovedEvent removed) {
            add(
                    removed.getKeycloakSession(),
                    Erasures.keyOfRealm(removed.getRealm().getId()));
        }
    }

    private static void add(KeycloakSession session, String key) {
        new Erasures(session.getProvider(JpaConnectionProvider.class).getEntityManager())
                .add(key, Time.currentTimeMillis());
    }
}
