package io.github.consentgrants.approvals;

import io.github.consentgrants.display.OwnApprovals;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Puts {@link ApprovalsResource} at {@value OwnApprovals#PATH} below each realm. Keycloak has found the realm, and authenticated nobody. */
public final class ApprovalsResourceFactory implements RealmResourceProviderFactory {
    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new Provided(session);
    }

    private record Provided(KeycloakSession session) implements RealmResourceProvider {
        @Override
        public Object getResource() {
            return new ApprovalsResource(session);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Override
    public String getId() {
        return OwnApprovals.PATH;
    }

    @Override
    public void init(Config.Scope config) {
        // No settings.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing to prepare.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
