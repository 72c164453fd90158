package io.github.consentgrants.history;

/**
 * One thing that a client did and how it ended, as the client saw it.
 *
 * @param kind what was done
 * @param grant id of the grant concerned; empty before there is one
 * @param code the code that was issued or redeemed; empty for the others
 * @param node who answered, if that is known
 * @param start when it was asked, on the clients' one monotonic clock
 * @param end when the answer was there, or was given up
 * @param outcome how it ended
 * @param detail what the client was told, for the reader of a violation
 */
public record Operation(
        Kind kind, String grant, String code, String node, long start, long end, Outcome outcome, String detail) {

    /** What a client can do to a grant. */
    public enum Kind {
        /** The user authorized. */
        MINT,
        /** The grant was presented to the store. */
        CONSUME,
        /** A sign-in asked for its code. */
        CODE,
        /** A code was presented to the token endpoint. */
        REDEEM,
        /** Anything before: the request was opened, the user signed in. No grant is concerned yet. */
        ASK
    }

    /** How it ended. Only {@code OK} and {@code REFUSED} say for sure what happened on the server. */
    public enum Outcome {
        /** Acknowledged: from now on it must hold, whatever fails. */
        OK,
        /** The server said no, with a page or an OAuth error. */
        REFUSED,
        /** The connection broke: it may have happened or not. */
        UNKNOWN,
        /** A page or an error of status 500 to 504 without our refusal: it may have happened or not. */
        SERVER_ERROR,
        /** No answer in time. */
        HANG,
        /** The answer shows the insides of the server. */
        STACK_TRACE
    }

    /** Says whether it is of that kind and ended so. */
    public boolean is(Kind wanted, Outcome ended) {
        return kind == wanted && outcome == ended;
    }

    /** Says whether it may have had an effect: anything but a plain no. */
    boolean mayHaveHappened() {
        return outcome != Outcome.REFUSED;
    }
}
