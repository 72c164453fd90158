package io.github.consentgrants.policy;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.clientpolicy.ClientPolicyException;

/** Asks the client policies of a realm. They are asked anew each time: nothing of an answer is kept where a client could reach it. */
public final class ClientPolicies {
    private static final Logger LOG = Logger.getLogger(ClientPolicies.class);

    private ClientPolicies() {}

    /**
     * Returns what they say of a client. Keycloak evaluates them, so a policy applies here as it does elsewhere. If that fails, for
     * whatever reason, the answer is the strictest one.
     *
     * @param scope the {@code scope} parameter of the request
     */
    public static ClientAsk of(KeycloakSession session, ClientModel client, @Nullable String scope) {
        AskContext question = new AskContext(client, scope);
        try {
            if (!client.getRealm().equals(session.getContext().getRealm())) {
                return ClientAsk.ALWAYS;
            }
            session.clientPolicy().triggerOnEvent(question);
            return question.answer();
        } catch (ClientPolicyException | RuntimeException e) {
            LOG.debugf(
                    e,
                    "The client policies of realm '%s' cannot be evaluated for client '%s', so its users are asked each time",
                    client.getRealm().getName(),
                    client.getClientId());
            return ClientAsk.ALWAYS;
        }
    }
}
