package io.github.consentgrants.setup;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

/**
 * A flow of a realm, as it is read.
 *
 * @param id Keycloak's internal id
 * @param alias its name
 * @param steps its steps, in their order
 */
public record BrowserFlow(String id, String alias, List<FlowStep> steps) {
    public BrowserFlow {
        steps = List.copyOf(steps);
    }

    /** Reads a flow. */
    public static BrowserFlow of(RealmModel realm, AuthenticationFlowModel flow) {
        return new BrowserFlow(flow.getId(), String.valueOf(flow.getAlias()), steps(realm, flow.getId(), Set.of()));
    }

    /** Reads the flow that a realm has for browsers. */
    public static Optional<BrowserFlow> bound(RealmModel realm) {
        return Optional.ofNullable(realm.getBrowserFlow()).map(flow -> of(realm, flow));
    }

    /** An import can make flows that contain themselves: what is inside itself has no steps. */
    private static List<FlowStep> steps(RealmModel realm, String flowId, Set<String> around) {
        if (around.contains(flowId)) {
            return List.of();
        }
        Set<String> inside = new HashSet<>(around);
        inside.add(flowId);
        return realm.getAuthenticationExecutionsStream(flowId)
                .map(step -> step(realm, step, inside))
                .toList();
    }

    private static FlowStep step(RealmModel realm, AuthenticationExecutionModel step, Set<String> inside) {
        @Nullable String flowId = step.getFlowId();
        @Nullable AuthenticationFlowModel subFlow = flowId == null ? null : realm.getAuthenticationFlowById(flowId);
        return new FlowStep(
                Optional.ofNullable(step.getRequirement()).orElse(Requirement.DISABLED),
                step.getAuthenticator(),
                subFlow == null ? null : String.valueOf(subFlow.getProviderId()),
                config(realm, step.getAuthenticatorConfig()),
                flowId == null ? List.of() : steps(realm, flowId, inside));
    }

    private static Map<String, String> config(RealmModel realm, @Nullable String id) {
        if (id == null) {
            return Map.of();
        }
        @Nullable AuthenticatorConfigModel model = realm.getAuthenticatorConfigById(id);
        if (model == null || model.getConfig() == null) {
            return Map.of();
        }
        Map<String, String> config = new HashMap<>();
        model.getConfig().forEach((name, value) -> config.put(name, String.valueOf(value)));
        return config;
    }

    /** Returns where the authenticator stands. */
    public Placement placement() {
        return Placement.in(steps);
    }

    /** Says whether this flow is {@code other} with the authenticator after it, as the set-up makes such a flow. */
    boolean isMadeFrom(BrowserFlow other) {
        return steps.size() == 2
                && steps.get(0).requirement() == Requirement.REQUIRED
                && steps.get(0).isSubFlow()
                && steps.get(0).steps().equals(withoutOurs(other.steps))
                && Placement.isOurs(steps.get(1))
                && placement() == Placement.READY;
    }

    /** A sub-flow that held nothing else goes with the authenticator: an empty one would stop every sign-in. */
    static List<FlowStep> withoutOurs(List<FlowStep> steps) {
        return steps.stream()
                .filter(step -> !Placement.isOurs(step))
                .map(step -> new FlowStep(
                        step.requirement(),
                        step.authenticator(),
                        step.type(),
                        step.config(),
                        withoutOurs(step.steps())))
                .filter(step -> !step.isSubFlow() || !step.steps().isEmpty())
                .toList();
    }

    /** Returns the top-level flows of a realm which administrators have made. */
    static Stream<BrowserFlow> ofAdministrators(RealmModel realm) {
        return realm.getAuthenticationFlowsStream()
                .filter(flow -> flow.isTopLevel() && !flow.isBuiltIn())
                .map(flow -> of(realm, flow));
    }
}
