package io.github.consentgrants.guard.code;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.guard.entry.GuardedSamlService;
import io.github.consentgrants.request.ConsentPage;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.ReleaseWithoutCode;
import io.github.consentgrants.request.RequiredSignIn;
import jakarta.ws.rs.core.Response;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.saml.common.constants.GeneralConstants;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The guard of SAML: every assertion, and every artifact that stands for one, is made by this protocol, but for passive requests
 * and the enhanced client profile, which {@link GuardedSamlService} refuses. As {@link GuardedLoginProtocol}, it answers a gated
 * client only if this very transaction has consumed a grant for exactly this request.
 */
final class GuardedSamlProtocol extends SamlProtocol {
    /** Keycloak keeps the response that waits to be resolved under its artifact (DefaultSamlArtifactResolver). */
    private static final String ARTIFACT = GeneralConstants.SAML_ARTIFACT_KEY + "=";

    @Override
    public Response authenticated(
            AuthenticationSessionModel authSession,
            UserSessionModel userSession,
            ClientSessionContext clientSessionCtx) {
        try {
            if (require(authSession, userSession, clientSessionCtx.getClientSession())) {
                return answer(authSession, userSession, clientSessionCtx);
            }
        } catch (RuntimeException refusal) {
            BeforeAnswer.undo(session, authSession, userSession);
            throw refusal;
        }
        return super.authenticated(authSession, userSession, clientSessionCtx);
    }

    /** If Keycloak answers with an error page because it cannot make the assertion, the approval is not spent. */
    private Response answer(
            AuthenticationSessionModel authSession,
            UserSessionModel userSession,
            ClientSessionContext clientSessionCtx) {
        Response answer = super.authenticated(authSession, userSession, clientSessionCtx);
        if (answer.getStatus() >= Response.Status.BAD_REQUEST.getStatusCode()) {
            BeforeAnswer.undo(session, authSession, userSession);
        } else {
            ReleaseWithoutCode.answered(session);
        }
        return answer;
    }

    /** Says whether the client is gated; then this transaction has consumed its grant. */
    private boolean require(
            AuthenticationSessionModel authSession,
            UserSessionModel userSession,
            AuthenticatedClientSessionModel clientSession) {
        ConsentRequest request = new ConsentRequest(session, authSession, userSession.getUser(), event);
        BeforeAnswer.requireFinishedFlow(request);
        Optional<String> grant =
                Gate.of(authSession).map(settings -> BeforeAnswer.require(request, settings, userSession));
        grant.ifPresent(grantId -> {
            ClientSessionNotes.follow(kept(authSession, clientSession), clientSession);
            ConsentPage.close(request);
            event.detail(ConsentAudit.GRANT_ID, grantId);
        });
        return grant.isPresent();
    }

    /** Keeps the responses that wait for their artifact to be resolved: each was approved on its own, and is complete. */
    private static Set<String> kept(
            AuthenticationSessionModel authSession, AuthenticatedClientSessionModel clientSession) {
        Set<String> kept = new HashSet<>(authSession.getClientNotes().keySet());
        clientSession.getNotes().keySet().stream()
                .filter(name -> name.startsWith(ARTIFACT))
                .forEach(kept::add);
        return kept;
    }

    /** A scope can demand a sign-in that is more recent, or stronger, than the one of before. */
    @Override
    public boolean requireReauthentication(UserSessionModel userSession, AuthenticationSessionModel authSession) {
        boolean again = RequiredSignIn.demandAnew(session, userSession, authSession);
        return super.requireReauthentication(userSession, authSession) || again;
    }
}
