package io.github.consentgrants.setup;

import java.util.List;
import java.util.Map;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** Flows for the unit tests. */
final class TestFlows {
    static final String OURS = "consent-grant-authenticator";

    private TestFlows() {}

    static FlowStep step(Requirement requirement, String authenticator) {
        return new FlowStep(requirement, authenticator, null, Map.of(), List.of());
    }

    static FlowStep sub(Requirement requirement, FlowStep... steps) {
        return new FlowStep(requirement, null, "basic-flow", Map.of(), List.of(steps));
    }

    static BrowserFlow flow(String alias, FlowStep... steps) {
        return new BrowserFlow("id of " + alias, alias, List.of(steps));
    }

    /** Returns Keycloak's usual flow: the cookie, or a password. */
    static BrowserFlow usual(String alias) {
        return flow(
                alias,
                step(Requirement.ALTERNATIVE, "auth-cookie"),
                sub(Requirement.ALTERNATIVE, step(Requirement.REQUIRED, "auth-username-password-form")));
    }

    static BrowserFlow made(String alias, BrowserFlow from) {
        return flow(
                alias,
                new FlowStep(Requirement.REQUIRED, null, "basic-flow", Map.of(), from.steps()),
                step(Requirement.REQUIRED, OURS));
    }
}
