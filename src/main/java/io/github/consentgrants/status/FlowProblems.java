package io.github.consentgrants.status;

import java.util.stream.Stream;

/** What is wrong with the realm's flow for browsers. Pure. */
final class FlowProblems {
    private static final String SET_UP =
            "Run: kcadm.sh create consent-grants/setup -r <realm> -f - <<< '{}'. It binds a flow"
                    + " with the authenticator in its place";

    private FlowProblems() {}

    static Stream<Problem> of(Snapshot seen) {
        String misplaced = ". Their users are asked after the flow";
        return switch (seen.browserFlow().authenticator()) {
            case READY -> Stream.empty();
            case ABSENT ->
                seen.gated()
                        ? Stream.of(Problem.info(
                                "authenticator_absent",
                                "The authenticator is not in the browser flow: users are asked after the flow",
                                "Nothing, if that is meant: the guard holds either way. " + SET_UP))
                        : Stream.empty();
            case DISABLED ->
                Stream.of(Problem.warning(
                        "authenticator_disabled",
                        "The authenticator is in the browser flow, but disabled: users are asked after the flow",
                        SET_UP));
            case ALTERNATIVE ->
                Stream.of(Problem.warning(
                        "authenticator_alternative",
                        "The authenticator is in an ALTERNATIVE of the browser flow: sign-ins by another alternative, such as"
                                + " the cookie, do not reach it" + misplaced,
                        SET_UP));
            case CONDITIONAL ->
                Stream.of(Problem.warning(
                        "authenticator_conditional",
                        "The authenticator is in a CONDITIONAL sub-flow of the browser flow: sign-ins that the condition"
                                + " leaves out do not reach it" + misplaced,
                        SET_UP));
            case FIRST ->
                Stream.of(Problem.error(
                        "authenticator_first",
                        "The authenticator comes before any step that signs the user in: nobody can sign in by this flow",
                        SET_UP));
            case BESIDE_ALTERNATIVES ->
                Stream.of(Problem.error(
                        "sign_in_ignored",
                        "The authenticator is REQUIRED beside ALTERNATIVE steps, which Keycloak then leaves out: nobody can"
                                + " sign in by them",
                        SET_UP));
        };
    }
}
