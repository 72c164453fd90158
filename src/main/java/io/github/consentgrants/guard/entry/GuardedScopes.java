package io.github.consentgrants.guard.entry;

import io.github.consentgrants.request.ConsentProgress;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeDecorator;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.rar.parsers.ClientScopeAuthorizationRequestParser;
import org.keycloak.rar.AuthorizationRequestContext;

/**
 * Keycloak asks on its own page for a scope that always asks, because it stores no consent to it
 * (AuthenticationManager.getClientScopesToApproveOnConsentScreen). In a request that has consumed a grant the user has
 * approved the scope already, so it is hidden from that page. See docs/adr/0070.
 */
final class GuardedScopes extends ClientScopeAuthorizationRequestParser {
    private final KeycloakSession session;

    GuardedScopes(KeycloakSession session) {
        super(session);
        this.session = session;
    }

    @Override
    public AuthorizationRequestContext parseScopes(
            @Nullable UserModel user, ClientModel client, @Nullable String scopeParam) {
        AuthorizationRequestContext scopes = super.parseScopes(user, client, scopeParam);
        if (ConsentProgress.in(session).consumed().isPresent()) {
            scopes.getAuthorizationDetailEntries().stream()
                    .filter(scope -> scope.getClientScope().isAlwaysConsent())
                    .forEach(scope -> scope.setClientScope(new ApprovedScope(scope.getClientScope())));
        }
        return scopes;
    }

    private static final class ApprovedScope extends ClientScopeDecorator {
        ApprovedScope(ClientScopeModel scope) {
            super(scope, scope.getName());
        }

        @Override
        public boolean isDisplayOnConsentScreen() {
            return false;
        }
    }
}
