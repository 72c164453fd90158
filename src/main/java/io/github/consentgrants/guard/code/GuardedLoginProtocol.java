package io.github.consentgrants.guard.code;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.ConsentAction;
import io.github.consentgrants.gate.DeviceTab;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.policy.AskRule;
import io.github.consentgrants.request.ConsentPage;
import io.github.consentgrants.request.ConsentProgress;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.Exemption;
import io.github.consentgrants.request.GrantedScopes;
import io.github.consentgrants.request.OtherPages;
import io.github.consentgrants.request.Refusal;
import io.github.consentgrants.request.ReleaseWithoutCode;
import io.github.consentgrants.request.RequiredSignIn;
import io.github.consentgrants.request.SecondClick;
import io.github.consentgrants.request.SessionApproval;
import io.github.consentgrants.request.SessionConsent;
import io.github.consentgrants.token.TokenGrant;
import io.github.consentgrants.token.TokensOfRequest;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCProviderConfig;
import org.keycloak.protocol.oidc.utils.OIDCRedirectUriBuilder;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The guard: the OIDC login protocol, which every path to a code but a passive one goes through (AuthenticationManager
 * .redirectAfterSuccessfulFlow). It answers a gated client only if this very transaction has consumed a grant for exactly
 * this request, consumes it itself where nothing before could, and otherwise throws and rolls back.
 */
final class GuardedLoginProtocol extends OIDCLoginProtocol {
    private static final String NO_APPROVAL = "No approval of this session covers the request";

    private Optional<ConsentRequired> passiveAnswer = Optional.empty();

    GuardedLoginProtocol(OIDCProviderConfig config) {
        super(config);
    }

    @Override
    public Response authenticated(
            AuthenticationSessionModel authSession,
            UserSessionModel userSession,
            ClientSessionContext clientSessionCtx) {
        OtherPages.ended(session, authSession);
        DeviceTab.show(authSession);
        try {
            require(authSession, userSession, clientSessionCtx);
            if (ConsentProgress.in(session).consumed().isPresent()) {
                followWhatIsApproved(authSession, clientSessionCtx);
                Response answer = super.authenticated(authSession, userSession, clientSessionCtx);
                ReleaseWithoutCode.answered(session);
                SecondClick.leadOn(session, authSession);
                return answer;
            }
        } catch (RuntimeException refusal) {
            BeforeAnswer.undo(session, authSession, userSession);
            throw refusal;
        }
        return super.authenticated(authSession, userSession, clientSessionCtx);
    }

    /** The hybrid flow makes the offline session before the code is redeemed. */
    private void followWhatIsApproved(AuthenticationSessionModel authSession, ClientSessionContext clientSessionCtx) {
        if (DeviceTab.is(authSession)) {
            return;
        }
        OIDCResponseType type =
                OIDCResponseType.parse(authSession.getClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM));
        if (type.isImplicitOrHybridFlow() && !type.isImplicitFlow() && clientSessionCtx.isOfflineTokenRequested()) {
            new OfflineSession(session, clientSessionCtx).follow();
        }
    }

    private void require(
            AuthenticationSessionModel authSession,
            UserSessionModel userSession,
            ClientSessionContext clientSessionCtx) {
        AuthenticatedClientSessionModel clientSession = clientSessionCtx.getClientSession();
        // The user of the session that the tokens will follow, not of the tab, which may have been switched.
        ConsentRequest request = new ConsentRequest(session, authSession, userSession.getUser(), event);
        BeforeAnswer.requireFinishedFlow(request);
        Gate.of(authSession).ifPresent(settings -> {
            Optional<AskRule> exempt = Exemption.of(request);
            if (exempt.isPresent()) {
                answerUnasked(request, clientSession, exempt.get());
            } else {
                answerApproved(request, settings, userSession, clientSessionCtx);
            }
        });
    }

    private void answerApproved(
            ConsentRequest request,
            GateSettings settings,
            UserSessionModel userSession,
            ClientSessionContext clientSessionCtx) {
        AuthenticatedClientSessionModel clientSession = clientSessionCtx.getClientSession();
        String grantId = BeforeAnswer.require(request, settings, userSession);
        if (!GrantedScopes.agree(request, clientSessionCtx)) {
            throw Refusal.NOT_VALID.refuse(request, grantId, Reason.BINDING_MISMATCH.value());
        }
        RequestUriUse.spend(request);
        SessionConsent.add(request, clientSession);
        ApprovedNotes approved = follow(request, clientSession);
        if (DeviceTab.is(request.authSession())) {
            DeviceAnswer.keep(request, settings, grantId, userSession, approved);
        } else {
            keepForRedemption(request, clientSession, grantId, approved);
        }
        ConsentPage.close(request);
        TokensOfRequest.comeFrom(session, request.client(), TokenGrant.approved(grantId));
        event.detail(ConsentAudit.GRANT_ID, grantId);
        SessionApproval.parent(session).ifPresent(parent -> event.detail(ConsentAudit.PARENT_ID, parent));
    }

    /** The realm asks nobody about such a request. The guard has come to that by itself. */
    private void answerUnasked(ConsentRequest request, AuthenticatedClientSessionModel clientSession, AskRule rule) {
        BeforeAnswer.requireUnasked(request);
        RequestUriUse.spend(request);
        SessionConsent.add(request, clientSession);
        if (!codes(request, clientSession).keepUnasked(rule.id(), follow(request, clientSession))) {
            throw Refusal.UNAVAILABLE.refuse(request, null, ConsentAudit.TOO_MANY_CODES);
        }
        ConsentPage.close(request);
        event.detail(ConsentAudit.RULE, rule.id());
    }

    private static ApprovedNotes follow(ConsentRequest request, AuthenticatedClientSessionModel clientSession) {
        return ClientSessionNotes.follow(request.authSession().getClientNotes().keySet(), clientSession);
    }

    private CodeToGrant codes(ConsentRequest request, AuthenticatedClientSessionModel clientSession) {
        return new CodeToGrant(
                session, realm, CodeContents.upcoming(request.authSession(), clientSession.getUserSession()));
    }

    private void keepForRedemption(
            ConsentRequest request,
            AuthenticatedClientSessionModel clientSession,
            String grantId,
            ApprovedNotes approved) {
        if (!codes(request, clientSession).keep(grantId, approved)) {
            throw Refusal.UNAVAILABLE.refuse(request, grantId, ConsentAudit.TOO_MANY_CODES);
        }
    }

    /**
     * Keycloak spends a pushed request here, at the end of a flow, and refuses the sign-in if the request has expired:
     * a user who has read for longer would be refused. For a gated client the guard spends it, with the grant.
     */
    @Override
    public void authenticationComplete(AuthenticationSessionModel authSession) {
        if (Gate.of(authSession).isEmpty()) {
            super.authenticationComplete(authSession);
        }
    }

    /** A passive request ends here before the guard if the user must be asked. OpenID Connect has a word for that (OIDC Core 3.1.2.6). */
    @Override
    public Response sendError(AuthenticationSessionModel authSession, Error error, @Nullable String message) {
        DeviceTab.show(authSession);
        if (error == Error.CONSENT_DENIED) {
            DeviceAnswer.deny(session, authSession);
        }
        passiveAnswer = error == Error.PASSIVE_INTERACTION_REQUIRED && ConsentAction.isAsked(authSession)
                ? Optional.of(ConsentRequired.of(authSession))
                : Optional.empty();
        if (passiveAnswer.isPresent()) {
            event.clone().detail(Details.REASON, NO_APPROVAL).error(ConsentRequired.ERROR);
        }
        return super.sendError(authSession, error, message);
    }

    /**
     * Keycloak calls this with an exception if a client policy refuses the tokens of the response, which then has no
     * token, but maybe a code.
     */
    @Override
    public Response buildRedirectUri(
            OIDCRedirectUriBuilder answer,
            AuthenticationSessionModel authSession,
            UserSessionModel userSession,
            ClientSessionContext clientSessionCtx,
            @Nullable Exception failure,
            @Nullable Error error) {
        if (failure != null && ConsentProgress.in(session).consumed().isPresent()) {
            ConsentRequest request = new ConsentRequest(session, authSession, userSession.getUser(), event);
            throw Refusal.NOT_VALID.refuse(request, null, ConsentAudit.CLIENT_POLICY);
        }
        OIDCRedirectUriBuilder named = passiveAnswer
                .map(required -> required.answer(session, responseMode))
                .orElse(answer);
        return super.buildRedirectUri(named, authSession, userSession, clientSessionCtx, failure, error);
    }

    /** A scope can demand a sign-in that is more recent, or stronger, than the one of before. */
    @Override
    public boolean requireReauthentication(UserSessionModel userSession, AuthenticationSessionModel authSession) {
        boolean again = RequiredSignIn.demandAnew(session, userSession, authSession);
        return super.requireReauthentication(userSession, authSession) || again;
    }
}
