package io.github.consentgrants.setup;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * A step of a flow, without names and ids: two flows whose steps are equal sign users in alike.
 *
 * @param requirement as Keycloak has it
 * @param authenticator id of its provider; null for a sub-flow that has none
 * @param type of a sub-flow; null for an authenticator
 * @param config of the authenticator
 * @param steps of a sub-flow, in their order
 */
record FlowStep(
        Requirement requirement,
        @Nullable String authenticator,
        @Nullable String type,
        Map<String, String> config,
        List<FlowStep> steps) {
    FlowStep {
        config = Map.copyOf(config);
        steps = List.copyOf(steps);
    }

    boolean isEnabled() {
        return requirement != Requirement.DISABLED;
    }

    boolean isSubFlow() {
        return type != null;
    }
}
