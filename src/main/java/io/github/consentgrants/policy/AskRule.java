package io.github.consentgrants.policy;

import java.util.Locale;

/**
 * The rules, in the order in which they are asked: the first that holds decides. Their names are part of the status, of events and of the
 * documentation.
 */
public enum AskRule {
    /** Nobody here has looked at the client. */
    CLIENT_SELF_REGISTERED(Outcome.ASK, "The client registered itself"),
    /** SAML, and tokens in the answer to the authorization request. */
    NOT_FOR_CODE(Outcome.ASK, "The request is not one of OpenID Connect for a code alone"),
    /** The client wants it. */
    PROMPT_CONSENT(Outcome.ASK, "The request has `prompt=consent`"),
    /** The access outlives the session. */
    OFFLINE_ACCESS(Outcome.ASK, "The request asks for `offline_access`"),
    /** Such as a payment. */
    AUTHORIZATION_DETAILS(Outcome.ASK, "The request has `authorization_details`"),
    /** Who approves has to be signed in so well, or so recently: a page is what asks for that. */
    SIGN_IN_DEMANDED(Outcome.ASK, "A client scope of the request demands a level or an age of the sign-in"),
    /** Asked is only who is a member of a role or group, or who is not. */
    USER_NOT_ASKED(Outcome.GO_ON, "The realm asks some users only, and this user is none of them"),
    /** An administrator says so of the client. */
    CLIENT_ALWAYS(Outcome.ASK, "A client policy says `always`, or cannot be read"),
    /** An administrator says so of a scope. */
    SCOPE_ALWAYS(Outcome.ASK, "A client scope of the request says `always`, or cannot be read"),
    /** Nothing is asked for that needs an approval of its own. */
    SCOPES_NEVER_ALONE(Outcome.GO_ON, "All client scopes of the request say `never-alone`"),
    /** What holds if nobody says anything. */
    DEFAULT(Outcome.ASK, "No client policy says `session`, and not all client scopes of the request do"),
    /** The approval belongs to the session, which this browser does not present. */
    NOT_SIGNED_ON(
            Outcome.ASK,
            "The user has signed in for this very request, in place of single sign-on, or an administrator opened the session"),
    /** Nothing that was approved covers the request. */
    NOT_APPROVED(
            Outcome.ASK,
            "The user has approved no such request in this session: another scope, redirect, parameter, text of the page, or"
                    + " nothing yet"),
    /** It was taken back. */
    APPROVAL_ENDED(Outcome.ASK, "The user approved such a request in this session, and the approval was taken back"),
    /** It was given too long ago. */
    APPROVAL_TOO_OLD(Outcome.ASK, "The user approved such a request in this session longer ago than `max-age`"),
    /** The click covers the request. */
    SESSION(Outcome.DERIVE, "The user approved such a request in this session");

    /** What a rule leads to. */
    public enum Outcome {
        /** The page is shown. */
        ASK,
        /** No page: the request gets a grant of its own, derived from that of the click. */
        DERIVE,
        /** No page, and no grant. */
        GO_ON
    }

    private final Outcome outcome;
    private final String condition;

    AskRule(Outcome outcome, String condition) {
        this.outcome = outcome;
        this.condition = condition;
    }

    /** Returns what it leads to. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns when it holds, in words for administrators. */
    public String condition() {
        return condition;
    }

    /** Returns its name for others. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
