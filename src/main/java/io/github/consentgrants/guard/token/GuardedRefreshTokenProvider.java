package io.github.consentgrants.guard.token;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.guard.code.ClientSessionNotes;
import io.github.consentgrants.guard.code.OfflineSession;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.ClientConnection;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.TokenManager.TokenValidation;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProvider;
import org.keycloak.protocol.oidc.refresh.InitialRefreshTokenContext;
import org.keycloak.representations.RefreshToken;
import org.keycloak.util.TokenUtil;

/**
 * Keycloak's refresh tokens, offline tokens included, with three more checks. A token of a grant that was taken back is refused. A client that is gated without "Consent
 * required" gets no tokens for a scope that the user has taken back, as a client with "Consent required" gets none
 * (AbstractRefreshTokenProvider.refreshAccessToken). And an offline token of a gated client follows its own approval or
 * none: a claim names that approval, and the token is refused once the offline session of the client follows another
 * approval.
 */
final class GuardedRefreshTokenProvider extends DefaultRefreshTokenProvider {
    /** In offline tokens, which only Keycloak reads. */
    private static final String CLAIM = "consent_grant_approval";

    GuardedRefreshTokenProvider(KeycloakSession session) {
        super(session);
    }

    @Override
    public RefreshToken generateRefreshToken(InitialRefreshTokenContext context) {
        OfflineSession offline = new OfflineSession(session, context.clientSessionCtx());
        if (context.offlineTokenRequested()) {
            offline.follow();
        }
        RefreshToken token = super.generateRefreshToken(context);
        if (context.offlineTokenRequested()) {
            offline.approval().ifPresent(approval -> token.getOtherClaims().put(CLAIM, approval));
        }
        return token;
    }

    @Override
    protected TokenValidation validateToken(
            KeycloakSession session,
            UriInfo uriInfo,
            ClientConnection connection,
            RealmModel realm,
            RefreshToken oldToken,
            HttpHeaders headers,
            String scope,
            ClientModel client,
            TokenManager tokenManager,
            EventBuilder event)
            throws OAuthErrorException {
        RefreshedGrant.require(session, client, oldToken, event);
        // Checked first, so that the reason is this one, and not that the session which Keycloak finds is younger than
        // the token.
        requireOwnApproval(oldToken, realm, client, event);
        TokenValidation valid = super.validateToken(
                session, uriInfo, connection, realm, oldToken, headers, scope, client, tokenManager, event);
        ConsentTakenBack.refuseUnlessCovered(session, client, valid, scope, isRequested(valid));
        return valid;
    }

    /**
     * Only an authorization request has a {@code response_type}; the session of another grant type has none. What was
     * approved for a device has a note of the guard.
     */
    private static boolean isRequested(TokenValidation valid) {
        AuthenticatedClientSessionModel clientSession = valid.clientSessionCtx.getClientSession();
        return clientSession.getNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM) != null
                || ClientSessionNotes.approval(clientSession) != null;
    }

    private void requireOwnApproval(RefreshToken token, RealmModel realm, ClientModel client, EventBuilder event)
            throws OAuthErrorException {
        if (TokenUtil.TOKEN_TYPE_OFFLINE.equals(token.getType())
                && Gate.of(realm, client).isPresent()
                && hasEnded(token, realm, client)) {
            ConsentAudit.refreshRefused(event, Reason.BINDING_MISMATCH.value());
            String description = "Another request of this client has been approved since";
            throw new OAuthErrorException(OAuthErrorException.INVALID_GRANT, description, description);
        }
    }

    /** Says whether the offline session of the client follows another approval by now. */
    private boolean hasEnded(RefreshToken token, RealmModel realm, ClientModel client) {
        @Nullable UserSessionModel offline = session.sessions().getOfflineUserSession(realm, token.getSessionId());
        @Nullable AuthenticatedClientSessionModel clientSession =
                offline == null ? null : offline.getAuthenticatedClientSessionByClient(client.getId());
        return clientSession != null
                && !Objects.equals(token.getOtherClaims().get(CLAIM), ClientSessionNotes.approval(clientSession));
    }
}
