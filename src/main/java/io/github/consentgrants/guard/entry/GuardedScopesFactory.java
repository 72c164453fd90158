package io.github.consentgrants.guard.entry;

import io.github.consentgrants.startup.ProviderOrder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.rar.AuthorizationRequestParserProvider;
import org.keycloak.protocol.oidc.rar.parsers.ClientScopeAuthorizationRequestParserProviderFactory;

/** Makes the parser of scopes (feature {@code parameterized-scopes}) that knows what the user has just approved. */
public final class GuardedScopesFactory extends ClientScopeAuthorizationRequestParserProviderFactory {
    @Override
    public AuthorizationRequestParserProvider create(KeycloakSession session) {
        return new GuardedScopes(session);
    }

    @Override
    public int order() {
        return ProviderOrder.BEFORE_STOCK;
    }
}
