package io.github.consentgrants.probe;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.idm.ClientPolicyExecutorConfigurationRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyEvent;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProviderFactory;

/** A client policy that refuses tokens in the answer to an authorization request, when they are made. No stock one does. */
public final class RefuseTokensExecutorFactory implements ClientPolicyExecutorProviderFactory {
    private static final String ID = "probe-refuse-tokens";

    @Override
    public ClientPolicyExecutorProvider<?> create(KeycloakSession session) {
        return new Executor();
    }

    private static final class Executor
            implements ClientPolicyExecutorProvider<ClientPolicyExecutorConfigurationRepresentation> {
        @Override
        public void executeOnEvent(ClientPolicyContext context) throws ClientPolicyException {
            if (context.getEvent() == ClientPolicyEvent.IMPLICIT_HYBRID_TOKEN_RESPONSE) {
                throw new ClientPolicyException(OAuthErrorException.INVALID_REQUEST, "no tokens here");
            }
        }

        @Override
        public String getProviderId() {
            return ID;
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public void init(Config.Scope config) {
        // Nothing to set.
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
