package io.github.consentgrants.token;

import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.startup.OwnFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;

/** Makes the {@link GrantIdProcessor}, which runs after those of others. */
public final class GrantIdProcessorFactory implements TokenPostProcessorFactory, OwnFactory {
    private static final int LAST = -1000;

    @Override
    public TokenPostProcessor create(KeycloakSession session) {
        return new GrantIdProcessor(session);
    }

    @Override
    public String getId() {
        return ProviderIds.TOKEN_PROCESSOR;
    }

    @Override
    public int order() {
        return LAST;
    }
}
