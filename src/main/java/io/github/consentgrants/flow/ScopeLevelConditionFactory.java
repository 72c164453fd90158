package io.github.consentgrants.flow;

import io.github.consentgrants.request.RequiredSignIn;
import io.github.consentgrants.startup.ProviderOrder;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.models.KeycloakSession;

/**
 * Keycloak's condition for levels of authentication, which also sees what the scopes of a gated client demand: the user
 * who signs in then takes the step at once. Whether the level was reached, the page decides; nothing rests on this.
 */
public final class ScopeLevelConditionFactory extends ConditionalLoaAuthenticatorFactory {
    @Override
    public Authenticator create(KeycloakSession session) {
        return new Condition(session);
    }

    @Override
    public int order() {
        return ProviderOrder.BEFORE_STOCK;
    }

    private static final class Condition extends ConditionalLoaAuthenticator {
        private final KeycloakSession session;

        Condition(KeycloakSession session) {
            super(session);
            this.session = session;
        }

        @Override
        public boolean matchCondition(AuthenticationFlowContext context) {
            RequiredSignIn.demand(session, context.getAuthenticationSession());
            return super.matchCondition(context);
        }
    }
}
