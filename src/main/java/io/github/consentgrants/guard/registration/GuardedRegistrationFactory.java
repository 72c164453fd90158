package io.github.consentgrants.guard.registration;

import io.github.consentgrants.guard.GuardInForce;
import io.github.consentgrants.startup.OwnFactory;
import io.github.consentgrants.startup.ProviderOrder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.clientregistration.ClientRegistrationContext;
import org.keycloak.services.clientregistration.ClientRegistrationProvider;
import org.keycloak.services.clientregistration.DefaultClientRegistrationProvider;
import org.keycloak.services.clientregistration.DefaultClientRegistrationProviderFactory;
import org.keycloak.services.clientregistration.oidc.OIDCClientRegistrationProvider;
import org.keycloak.services.clientregistration.oidc.OIDCClientRegistrationProviderFactory;

/** Puts the guard in the place of the two ways in which Keycloak lets a client edit or delete itself (RFC 7592). */
public final class GuardedRegistrationFactory {
    private GuardedRegistrationFactory() {}

    /** For Keycloak's own format. */
    public static final class DefaultFactory extends DefaultClientRegistrationProviderFactory implements OwnFactory {
        @Override
        public ClientRegistrationProvider create(KeycloakSession session) {
            return new Default(session);
        }

        @Override
        public void postInit(KeycloakSessionFactory factory) {
            super.postInit(factory);
            GuardInForce.requireOnce(factory);
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    /** For the format of OpenID Connect Dynamic Client Registration. */
    public static final class OidcFactory extends OIDCClientRegistrationProviderFactory implements OwnFactory {
        @Override
        public ClientRegistrationProvider create(KeycloakSession session) {
            return new Oidc(session);
        }

        @Override
        public void postInit(KeycloakSessionFactory factory) {
            super.postInit(factory);
            GuardInForce.requireOnce(factory);
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    private static final class Default extends DefaultClientRegistrationProvider {
        Default(KeycloakSession session) {
            super(session);
        }

        @Override
        public ClientRepresentation update(String clientId, ClientRegistrationContext context) {
            return GuardedUpdate.run(this, session, clientId, () -> super.update(clientId, context));
        }

        @Override
        public void delete(String clientId) {
            GuardedUpdate.requireMayLeave(this, session, clientId);
            super.delete(clientId);
        }
    }

    private static final class Oidc extends OIDCClientRegistrationProvider {
        Oidc(KeycloakSession session) {
            super(session);
        }

        @Override
        public ClientRepresentation update(String clientId, ClientRegistrationContext context) {
            return GuardedUpdate.run(this, session, clientId, () -> super.update(clientId, context));
        }

        @Override
        public void delete(String clientId) {
            GuardedUpdate.requireMayLeave(this, session, clientId);
            super.delete(clientId);
        }
    }
}
