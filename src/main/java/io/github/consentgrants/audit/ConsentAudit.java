package io.github.consentgrants.audit;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Records decisions and refusals as Keycloak events, with client, user, grant id and reason; never a token, a code, a
 * secret or a bound value. A success is stored if the transaction commits; an error is stored at once, in a transaction
 * of its own. So an error must only be recorded while this transaction has locked no row.
 */
public final class ConsentAudit {
    /** Event detail: id of the grant. */
    public static final String GRANT_ID = "consent_grant_id";
    /** Event detail: id of the grant whose click covers the one that is named. */
    public static final String PARENT_ID = "consent_grant_parent";
    /** Event detail: the rule by which the user was not asked. */
    public static final String RULE = "consent_grant_rule";
    /** Event detail: why a grant was refused. */
    public static final String REASON = "consent_grant_reason";
    /** Event detail: names of the fields in which the binding differed. */
    public static final String DIFFERING = "consent_grant_differing";

    /** Reason: no store is configured. */
    public static final String STORE_MISSING = "store_missing";
    /** Reason: the store failed. */
    public static final String STORE_FAILED = "store_failed";

    /** Reason: the realm has no required action by which the user could be asked. */
    public static final String ACTION_MISSING = "action_missing";

    /** Reason: the pushed authorization request was spent before. */
    public static final String REQUEST_URI_SPENT = "request_uri_spent";

    /** Reason: the pushed authorization request was opened so long ago that nobody knows whether it was spent. */
    public static final String REQUEST_URI_EXPIRED = "request_uri_expired";

    /** Reason: a client policy refused the tokens of the answer to the authorization request. */
    public static final String CLIENT_POLICY = "client_policy";

    /** Reason: the sign-in would have ended before the flow that asked the user was finished. */
    public static final String FLOW_UNFINISHED = "flow_unfinished";

    /** Reason: an administrator acts in the user's name. */
    public static final String IMPERSONATED = "impersonated";

    /** Reason: the grant type asks no user, and the realm does not allow it for gated clients. */
    public static final String GRANT_TYPE_NOT_ALLOWED = "grant_type_not_allowed";

    /** Reason: a client tried to free itself from the gate. */
    public static final String GATE_KEPT = "gate_kept";

    /** Reason: the protocol has no page on which the user could be asked. */
    public static final String NO_PAGE = "no_page";

    /** Reason: the session was opened by a link, not by an authorization request. */
    public static final String UNSOLICITED = "unsolicited";

    /** Reason: tokens were issued before for the same click. */
    public static final String REDEEMED = "redeemed";

    /** Reason: the grant was taken back. */
    public static final String REVOKED = "revoked";

    /** Reason: somebody else used again what an approval had given. */
    public static final String REPLAY = "replay";

    /** Reason: too many codes with the same content wait to be redeemed. */
    public static final String TOO_MANY_CODES = "too_many_codes";

    /** Reason: the page was opened in another browser than the one that the user signed in with. */
    public static final String OTHER_BROWSER = "other_browser";

    /** Reason: the answer would go elsewhere than where the client asked. */
    public static final String REDIRECT_CHANGED = "redirect_changed";

    /** Reason: the device does not wait for its user any more. */
    public static final String DEVICE_GONE = "device_gone";

    /** Reason: a scope demands a sign-in that is stronger or more recent, and another sign-in would not be either. */
    public static final String UNMET_AUTHENTICATION = "unmet_authentication";

    private static final List<String> REASONS = List.of(
            STORE_MISSING,
            STORE_FAILED,
            ACTION_MISSING,
            REQUEST_URI_SPENT,
            REQUEST_URI_EXPIRED,
            CLIENT_POLICY,
            FLOW_UNFINISHED,
            IMPERSONATED,
            GRANT_TYPE_NOT_ALLOWED,
            GATE_KEPT,
            NO_PAGE,
            UNSOLICITED,
            REDEEMED,
            REVOKED,
            REPLAY,
            TOO_MANY_CODES,
            OTHER_BROWSER,
            REDIRECT_CHANGED,
            DEVICE_GONE,
            UNMET_AUTHENTICATION);

    private final KeycloakSession session;
    private final AuthenticationSessionModel authSession;
    private final UserModel user;

    public ConsentAudit(KeycloakSession session, AuthenticationSessionModel authSession, UserModel user) {
        this.session = session;
        this.authSession = authSession;
        this.user = user;
    }

    /**
     * Has the metrics export the reasons before the first refusal.
     *
     * @param further reasons beside those that are named here: a refused consume's
     */
    public static void prepareMetrics(Stream<String> further) {
        ConsentMetrics.prepare(Stream.concat(REASONS.stream(), further));
    }

    /** The page was shown to the user. */
    public void shown() {
        ConsentMetrics.pageShown();
    }

    /** The user authorized the request: the grant {@code grantId} was minted. */
    public void granted(String grantId) {
        ConsentMetrics.granted(session, grantId);
        event(grantId)
                .detail(Details.CONSENT, Details.CONSENT_VALUE_CONSENT_GRANTED)
                .success();
    }

    /** The user denied the request. */
    public void denied(String grantId) {
        ConsentMetrics.denied(session, grantId);
        event(grantId).error(Errors.REJECTED_BY_USER);
    }

    /** No grant could be consumed, and the request was refused. */
    public void refused(@Nullable String grantId, String reason) {
        ConsentMetrics.refused(reason);
        event(grantId).detail(REASON, reason).error(reason);
    }

    /** A grant could not be consumed, and the user is asked again. */
    public void askedAgain(@Nullable String grantId, String reason, Set<? extends Enum<?>> differing) {
        ConsentMetrics.refused(reason);
        event(grantId)
                .detail(REASON, reason)
                .detail(DIFFERING, names(differing))
                .error(reason);
    }

    /** The sign-in {@code login} fails with the refusal. */
    public void loginRefused(EventBuilder login, @Nullable String grantId, String reason) {
        login.clone()
                .event(EventType.LOGIN)
                .client(authSession.getClient())
                .user(user)
                .detail(GRANT_ID, grantId)
                .detail(REASON, reason)
                .error(Errors.CONSENT_DENIED);
    }

    /** An endpoint that answers the client itself refused; {@code event} is the event that it has under construction. */
    public static void tokenRefused(EventBuilder event, String reason) {
        ConsentMetrics.refused(reason);
        event.detail(REASON, reason).error(Errors.CONSENT_DENIED);
    }

    /** A refresh token is refused. Keycloak records {@code event}, to which this adds the reason. */
    public static void refreshRefused(EventBuilder event, String reason) {
        ConsentMetrics.refused(reason);
        event.detail(REASON, reason);
    }

    /** A token of a grant that was taken back is refused. The caller ends {@code event}, to which this adds id and reason. */
    public static void tokenRevoked(EventBuilder event, String grantId) {
        refreshRefused(event.detail(GRANT_ID, grantId), REVOKED);
    }

    /** Somebody else has presented a redeemed code. Keycloak records {@code event}, to which this adds id and reason. */
    public static void replayed(EventBuilder event, String grantId) {
        refreshRefused(event.detail(GRANT_ID, grantId), REPLAY);
    }

    private EventBuilder event(@Nullable String grantId) {
        return new EventBuilder(
                        authSession.getRealm(), session, session.getContext().getConnection())
                .event(EventType.GRANT_CONSENT)
                .client(authSession.getClient())
                .user(user)
                .detail(Details.USERNAME, user.getUsername())
                .detail(Details.CODE_ID, authSession.getParentSession().getId())
                .detail(GRANT_ID, grantId);
    }

    private static @Nullable String names(Set<? extends Enum<?>> fields) {
        return fields.isEmpty()
                ? null
                : fields.stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
    }
}
