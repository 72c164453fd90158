package io.github.consentgrants.store.jpa;

import jakarta.persistence.Query;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel.ClientRemovedEvent;
import org.keycloak.models.ClientScopeModel.ClientScopeRemovedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel.RealmRemovedEvent;
import org.keycloak.models.UserModel.UserRemovedEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/** Deletes, in the transaction that removes a user, a client, a scope or a realm, what is remembered of its consents. */
final class WrittenConsentsRemovalListener implements ProviderEventListener {
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof UserRemovedEvent removed) {
            query(removed.getKeycloakSession(), WrittenConsentEntity.DELETE_OF_USER)
                    .setParameter("realmId", removed.getRealm().getId())
                    .setParameter("userId", removed.getUser().getId())
                    .executeUpdate();
        } else if (event instanceof ClientRemovedEvent removed) {
            query(removed.getKeycloakSession(), WrittenConsentEntity.DELETE_OF_CLIENT)
                    .setParameter("clientUuid", removed.getClient().getId())
                    .executeUpdate();
        } else if (event instanceof ClientScopeRemovedEvent removed) {
            query(removed.getKeycloakSession(), WrittenConsentEntity.DELETE_OF_SCOPE)
                    .setParameter("scopeId", removed.getClientScope().getId())
                    .executeUpdate();
        } else if (event instanceof RealmRemovedEvent removed) {
            query(removed.getKeycloakSession(), WrittenConsentEntity.DELETE_OF_REALM)
                    .setParameter("realmId", removed.getRealm().getId())
                    .executeUpdate();
        }
    }

    private static Query query(KeycloakSession session, String name) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNamedQuery(name);
    }
}
