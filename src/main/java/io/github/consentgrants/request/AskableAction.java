package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.ConsentAction;

/** Refuses a request whose page Keycloak would not find: Keycloak would go on without a page. */
public final class AskableAction {
    private AskableAction() {}

    /**
     * Makes sure that the page can be asked for.
     *
     * @throws RuntimeException a {@link Refusal} if the realm has no model of the action, or none that Keycloak finds
     */
    public static void require(ConsentRequest request) {
        if (!ConsentAction.isAskable(request.realm())) {
            throw Refusal.UNAVAILABLE.refuse(request, null, ConsentAudit.ACTION_MISSING);
        }
    }
}
