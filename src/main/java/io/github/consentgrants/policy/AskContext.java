package io.github.consentgrants.policy;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.services.clientpolicy.ClientPolicyEvent;
import org.keycloak.services.clientpolicy.context.ClientModelContext;
import org.keycloak.services.clientpolicy.context.ScopeParameterContext;

/**
 * The question to the client policies of a realm how often users of a client are asked. Conditions see the client and the
 * {@code scope} parameter; those that look at anything else abstain. The event is one on which none of Keycloak's executors does
 * anything.
 */
final class AskContext implements ClientModelContext, ScopeParameterContext {
    private final ClientModel client;
    private final @Nullable String scope;
    private ClientAsk answer = ClientAsk.UNSET;

    AskContext(ClientModel client, @Nullable String scope) {
        this.client = client;
        this.scope = scope;
    }

    @Override
    public ClientPolicyEvent getEvent() {
        return ClientPolicyEvent.VIEW;
    }

    @Override
    public ClientModel getClient() {
        return client;
    }

    @Override
    public @Nullable String getScopeParameter() {
        return scope;
    }

    /** If several executors answer, the strictest answer holds. */
    void answer(ClientAsk ask) {
        answer = answer.and(ask);
    }

    ClientAsk answer() {
        return answer;
    }
}
