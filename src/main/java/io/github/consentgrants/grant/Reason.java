package io.github.consentgrants.grant;

/**
 * Why a grant was not consumed. Reasons are for the audit and for the words on the page: every one of them refuses. If
 * more than one holds, the first in this order is named.
 */
public enum Reason {
    /** No grant has this token: never minted, denied, swept, or the token is not one. */
    NOT_FOUND("not_found"),
    /** The grant is bound to another request. The refusal does not spend the grant. */
    BINDING_MISMATCH("binding_mismatch"),
    /** The grant was spent before: a replay, or a race that another caller won. Named even if it also expired. */
    CONSUMED("consumed"),
    /** The grant was not spent in time. */
    EXPIRED("expired");

    private final String value;

    Reason(String value) {
        this.value = value;
    }

    /** Returns the name that events, logs and metrics use. */
    public String value() {
        return value;
    }
}
