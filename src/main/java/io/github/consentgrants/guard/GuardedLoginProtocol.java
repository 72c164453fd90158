package io.github.consentgrants.guard;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.request.ConsentAction;
import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.ConsentPage;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.ConsumedGrant;
import io.github.consentgrants.request.Gate;
import io.github.consentgrants.request.GrantConsumption;
import io.github.consentgrants.request.Impersonation;
import io.github.consentgrants.request.Refusal;
import io.github.consentgrants.request.ReleaseWithoutCode;
import io.github.consentgrants.request.RequestOrigin;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCProviderConfig;
import org.keycloak.protocol.oidc.utils.OAuth2Code;
import org.keycloak.protocol.oidc.utils.OIDCRedirectUriBuilder;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The guard: the OIDC login protocol, which every path to a code but a passive one goes through (AuthenticationManager
 * .redirectAfterSuccessfulFlow). It answers a gated client only if this very transaction has consumed a grant for exactly
 * this request, consumes it itself where nothing before could, and otherwise throws and rolls back.
 */
final class GuardedLoginProtocol extends OIDCLoginProtocol {
    /** A response header cannot be removed, only replaced: with a cookie that nobody has. */
    private static final String NO_COOKIE = "consent-grant-refused=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax";

    GuardedLoginProtocol(OIDCProviderConfig config) {
        super(config);
    }

    @Override
    public Response authenticated(
            AuthenticationSessionModel authSession,
            UserSessionModel userSession,
            ClientSessionContext clientSessionCtx) {
        try {
            require(authSession, userSession, clientSessionCtx.getClientSession());
            if (ConsumedGrant.of(session).isPresent()) {
                followWhatIsApproved(authSession, clientSessionCtx);
                Response answer = super.authenticated(authSession, userSession, clientSessionCtx);
                ReleaseWithoutCode.answered(session);
                return answer;
            }
        } catch (RuntimeException refusal) {
            // Keycloak makes a page of what it does not expect, and would commit what was done until then.
            session.getTransactionManager().setRollbackOnly();
            SharedClientSession.discard(session, authSession, userSession);
            takeBackCookies();
            throw refusal;
        }
        return super.authenticated(authSession, userSession, clientSessionCtx);
    }

    /** The hybrid flow makes the offline session before the code is redeemed. */
    private void followWhatIsApproved(AuthenticationSessionModel authSession, ClientSessionContext clientSessionCtx) {
        OIDCResponseType type =
                OIDCResponseType.parse(authSession.getClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM));
        if (type.isImplicitOrHybridFlow() && !type.isImplicitFlow() && clientSessionCtx.isOfflineTokenRequested()) {
            new OfflineSession(session, clientSessionCtx).follow();
        }
    }

    /** Keycloak has just given this browser the user's identity (AuthenticationManager.redirectAfterSuccessfulFlow). */
    private void takeBackCookies() {
        session.getContext().getHttpResponse().setHeader(HttpHeaders.SET_COOKIE, NO_COOKIE);
    }

    private void require(
            AuthenticationSessionModel authSession,
            UserSessionModel userSession,
            AuthenticatedClientSessionModel clientSession) {
        requireFinishedFlow(authSession, userSession);
        Gate.of(authSession).ifPresent(settings -> {
            // The user of the session that the tokens will follow, not of the tab, which may have been switched.
            ConsentRequest request = new ConsentRequest(session, authSession, userSession.getUser(), event);
            requireAuthorizationRequest(request);
            requireSameUser(request, authSession.getAuthenticatedUser());
            requireUser(request, userSession);
            requireRequestedRedirect(request);
            ConsentAction.require(request);
            String grantId = new GrantConsumption(request, settings).require();
            RequestUriUse.spend(request);
            ApprovedNotes approved =
                    SharedClientSession.follow(authSession.getClientNotes().keySet(), clientSession);
            keepForRedemption(request, clientSession, grantId, approved);
            ConsentPage.close(request);
            event.detail(ConsentAudit.GRANT_ID, grantId);
        });
    }

    /** The authenticator asked in the middle of a flow and was never returned to: what comes after it has not run. */
    private void requireFinishedFlow(AuthenticationSessionModel authSession, UserSessionModel userSession) {
        if (ConsentNotes.returnsToFlow(authSession)) {
            ConsentRequest request = new ConsentRequest(session, authSession, userSession.getUser(), event);
            throw Refusal.NOT_VALID.of(request, null, ConsentAudit.FLOW_UNFINISHED);
        }
    }

    private static void requireAuthorizationRequest(ConsentRequest request) {
        if (RequestOrigin.isUnsolicited(request.authSession())) {
            throw Refusal.NOT_ASKED.of(request, null, ConsentAudit.UNSOLICITED);
        }
    }

    /** Asked for before the page was shown as well; here it is the session that the tokens will follow. */
    private static void requireUser(ConsentRequest request, UserSessionModel userSession) {
        if (Impersonation.isBehind(userSession)) {
            throw Refusal.IMPERSONATED.of(request, null, ConsentAudit.IMPERSONATED);
        }
    }

    private static void requireRequestedRedirect(ConsentRequest request) {
        if (!RequestedRedirect.isTargetOf(request)) {
            throw Refusal.NOT_VALID.of(request, null, ConsentAudit.REDIRECT_CHANGED);
        }
    }

    private static void requireSameUser(ConsentRequest request, UserModel authenticated) {
        if (!request.user().equals(authenticated)) {
            throw Refusal.NOT_VALID.of(request, null, Reason.BINDING_MISMATCH.value());
        }
    }

    private void keepForRedemption(
            ConsentRequest request,
            AuthenticatedClientSessionModel clientSession,
            String grantId,
            ApprovedNotes approved) {
        OAuth2Code code = GrantOfCode.upcomingCode(request.authSession(), clientSession.getUserSession());
        if (!new GrantOfCode(session, realm, code).keep(grantId, approved)) {
            throw Refusal.UNAVAILABLE.of(request, grantId, ConsentAudit.TOO_MANY_CODES);
        }
    }

    /**
     * Keycloak spends a pushed request here, at the end of a flow, if it is still there: then a person who has read for longer would be
     * refused. For a gated client the guard spends it, with the grant.
     */
    @Override
    public void authenticationComplete(AuthenticationSessionModel authSession) {
        if (Gate.of(authSession).isEmpty()) {
            super.authenticationComplete(authSession);
        }
    }

    /** Called with an exception if a client policy refuses the tokens of an answer: it has none then, and maybe a code. */
    @Override
    public Response buildRedirectUri(
            OIDCRedirectUriBuilder answer,
            AuthenticationSessionModel authSession,
            UserSessionModel userSession,
            ClientSessionContext clientSessionCtx,
            @Nullable Exception failure,
            @Nullable Error error) {
        if (failure != null && ConsumedGrant.of(session).isPresent()) {
            ConsentRequest request = new ConsentRequest(session, authSession, userSession.getUser(), event);
            throw Refusal.NOT_VALID.of(request, null, ConsentAudit.CLIENT_POLICY);
        }
        return super.buildRedirectUri(answer, authSession, userSession, clientSessionCtx, failure, error);
    }
}
