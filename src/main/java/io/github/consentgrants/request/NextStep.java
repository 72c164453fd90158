package io.github.consentgrants.request;

/** What comes next for a request: the decision table of the authenticator, the trigger and the page. */
public enum NextStep {
    /** There is nothing to ask: Keycloak goes on. */
    GO_ON,
    /** The page comes, and leads back into the flow that has asked for it. */
    LEAD_BACK,
    /** The user is asked. */
    ASK,
    /** The grant is consumed. */
    CONSUME,
    /** The user has something else to do first. The grant is left for the request that finishes it. */
    WAIT,
    /** The tab ends on Keycloak's page that says so. */
    END_WITHOUT_CODE,
    /** The page is shown. */
    SHOW,
    /** The client is told of the denial. */
    END_DENIED;

    /** What the table reads. Each value is looked up only when it is needed. */
    public interface Situation {
        /** Says whether the request is gated. */
        boolean gated();

        /** Says whether a client opened the tab, so that it can be answered. */
        boolean solicited();

        /** Says whether the tab ends with the user's own actions, without an answer. */
        boolean endsWithoutAnswer();

        /** Says whether the authenticator has asked, and the click is to lead back into its flow. */
        boolean returnsToFlow();

        /** Says whether the user can be asked here. */
        boolean askable();

        /** Says whether something else comes before the code. */
        boolean unfinished();

        /** Returns where the consent stands. */
        ConsentState state();
    }

    /** At the action's trigger, which runs on every way to a code, each time something was finished. */
    public static NextStep atTrigger(Situation situation) {
        if (!situation.gated()) {
            return situation.returnsToFlow() ? LEAD_BACK : GO_ON;
        }
        if (situation.endsWithoutAnswer()) {
            return GO_ON;
        }
        if (!situation.solicited()) {
            return END_WITHOUT_CODE;
        }
        return situation.returnsToFlow() ? LEAD_BACK : byState(situation);
    }

    /** At the authenticator. Where it cannot ask, the trigger asks, and the guard refuses. */
    public static NextStep inFlow(Situation situation) {
        return concerns(situation) ? byState(situation) : GO_ON;
    }

    /** Says whether the request concerns the authenticator. */
    public static boolean concerns(Situation situation) {
        return situation.gated() && situation.askable() && situation.solicited();
    }

    private static NextStep byState(Situation situation) {
        return switch (situation.state()) {
            case UNASKED, SHOWN, DENIED -> ASK;
            case APPROVED -> situation.unfinished() ? WAIT : CONSUME;
            case CONSUMED, ANSWERED -> GO_ON;
        };
    }

    /** At the page, for a gated request. */
    public static NextStep onPage(ConsentState state) {
        return switch (state) {
            case UNASKED, SHOWN -> SHOW;
            case DENIED -> END_DENIED;
            case APPROVED, CONSUMED, ANSWERED -> GO_ON;
        };
    }
}
