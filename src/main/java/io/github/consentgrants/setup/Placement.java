package io.github.consentgrants.setup;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.consentgrants.gate.ProviderIds;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** Where the authenticator stands in a browser flow. The order is that of the best place. */
public enum Placement {
    /** REQUIRED after steps that sign the user in, and reached by every sign-in. */
    READY,
    /** In an alternative: a sign-in by another alternative, such as the cookie, does not reach it. */
    ALTERNATIVE,
    /** In a conditional sub-flow: a sign-in that the condition leaves out does not reach it. */
    CONDITIONAL,
    /** Nothing signs the user in before it. */
    FIRST,
    /** REQUIRED beside alternatives, which Keycloak then leaves out: nobody can sign in by them. */
    BESIDE_ALTERNATIVES,
    /** The authenticator, or a sub-flow around it, is DISABLED. */
    DISABLED,
    /** Nowhere in the flow. */
    ABSENT;

    /** Returns its name in the admin API. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the best place that the authenticator has in a flow. */
    static Placement in(List<FlowStep> steps) {
        return places(steps, READY, false).min(Comparator.naturalOrder()).orElse(ABSENT);
    }

    private static Stream<Placement> places(List<FlowStep> steps, Placement outer, boolean isPreceded) {
        boolean preceded = isPreceded;
        Stream.Builder<Stream<Placement>> found = Stream.builder();
        for (FlowStep step : steps) {
            Placement here = outer == READY ? of(step, steps) : outer;
            if (isOurs(step)) {
                found.add(Stream.of(here == READY && !preceded ? FIRST : here));
            } else {
                found.add(places(step.steps(), here, preceded));
                preceded |= step.isEnabled();
            }
        }
        return found.build().flatMap(places -> places);
    }

    static boolean isOurs(FlowStep step) {
        return ProviderIds.AUTHENTICATOR.equals(step.authenticator());
    }

    private static Placement of(FlowStep step, List<FlowStep> siblings) {
        return switch (step.requirement()) {
            case DISABLED -> DISABLED;
            case ALTERNATIVE -> ALTERNATIVE;
            case CONDITIONAL -> CONDITIONAL;
            case REQUIRED ->
                siblings.stream().anyMatch(other -> other.requirement() == Requirement.ALTERNATIVE)
                        ? BESIDE_ALTERNATIVES
                        : READY;
        };
    }
}
