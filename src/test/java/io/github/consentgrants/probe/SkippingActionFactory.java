package io.github.consentgrants.probe;

import org.keycloak.authentication.RequiredActionContext;

/** Makes Keycloak forget our required action, as an extension or a Keycloak to come might: only the guard is left then. */
public final class SkippingActionFactory extends TriggerAction {
    public SkippingActionFactory() {
        super("probe-skip");
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        context.getAuthenticationSession().removeRequiredAction("consent-grant");
    }
}
