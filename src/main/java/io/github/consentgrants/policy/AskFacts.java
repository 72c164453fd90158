package io.github.consentgrants.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@link AskPolicy} decides on.
 *
 * @param request what is asked for, and by whom
 * @param client what the client policies say of the client
 * @param scopes what the client scopes say that the request resolves to; without duplicates
 * @param audience whether this user is one of those who are asked
 * @param sitting what the user's session knows
 */
public record AskFacts(Request request, ClientAsk client, Set<ScopeAsk> scopes, Audience audience, Sitting sitting) {
    public AskFacts {
        scopes = Set.copyOf(scopes);
    }

    /** Returns the same facts with what the user's session knows. */
    public AskFacts with(Sitting known) {
        return new AskFacts(request, client, scopes, audience, known);
    }

    /**
     * The request.
     *
     * @param selfRegistered whether the client can have registered itself
     * @param forCode whether it is an authorization request of OpenID Connect for a code and nothing else
     * @param promptConsent whether the client says that the user is to be asked ({@code prompt=consent})
     * @param offlineAccess whether it asks for access beyond the session
     * @param authorizationDetails whether it has {@code authorization_details}
     * @param signInDemanded whether a scope of it demands a level or an age of the sign-in of who approves
     */
    public record Request(
            boolean selfRegistered,
            boolean forCode,
            boolean promptConsent,
            boolean offlineAccess,
            boolean authorizationDetails,
            boolean signInDemanded) {}

    /**
     * What the user's session knows.
     *
     * @param signedOn whether the cookie of the session, and nothing else, has signed the user on in this very HTTP request, and no
     *     administrator opened the session
     * @param approval the approval of the session that has the reach of this request; null if there is none
     */
    public record Sitting(boolean signedOn, @Nullable Approval approval) {
        /** A session that knows nothing. */
        public static final Sitting NONE = new Sitting(false, null);
    }

    /**
     * An approval that was given in the session for a request with the same reach, on a page that said that it lasts.
     *
     * @param grantId its grant
     * @param at when the user clicked
     * @param standing whether its grant was consumed and not taken back
     */
    public record Approval(String grantId, Instant at, boolean standing) {
        boolean isOlderThan(Duration maxAge, Instant now) {
            return !at.isAfter(now.minus(maxAge));
        }
    }
}
