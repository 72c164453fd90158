package io.github.consentgrants.guard.token;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.audit.ConsentMetrics;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.guard.code.ClientSessionNotes;
import io.github.consentgrants.guard.code.DeviceToGrant;
import io.github.consentgrants.guard.code.DeviceToGrant.Kept;
import io.github.consentgrants.request.StoreCall;
import io.github.consentgrants.token.Standing;
import io.github.consentgrants.token.TokenGrant;
import io.github.consentgrants.token.TokensOfRequest;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.OAuth2DeviceCodeModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantType;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.clientpolicy.ClientPolicyContext;

/**
 * Keycloak's device grant (RFC 8628 3.4). Where the user is asked on the page, a device gets tokens only by redeeming the grant that was
 * consumed for its very code, which the database allows once.
 */
final class GuardedDeviceGrantType extends DeviceGrantType {
    private Optional<DeviceToGrant> place = Optional.empty();
    private Optional<Kept> kept = Optional.empty();
    private boolean asked;
    private boolean redeemed;

    @Override
    public Response process(Context context) {
        asked = Gate.asksForDevices(context.getRealm(), context.getClient());
        if (!asked) {
            return super.process(context);
        }
        setContext(context);
        Optional<String> deviceCode = Optional.ofNullable(formParams.getFirst(OAuth2Constants.DEVICE_CODE));
        place = deviceCode.map(code -> new DeviceToGrant(session, client, code));
        place.filter(found -> deviceCode.filter(this::isApproved).isPresent()).ifPresent(this::look);
        Response response = super.process(context);
        if (!redeemed) {
            throw new IllegalStateException(
                    "Keycloak exchanged a device code without asking for the grant: this extension does not fit this Keycloak");
        }
        return response;
    }

    /** Says whether Keycloak takes a code of this client for approved; all others Keycloak answers itself. */
    private boolean isApproved(String deviceCode) {
        return Optional.ofNullable(session.singleUseObjects().get(OAuth2DeviceCodeModel.createKey(deviceCode)))
                .map(stored -> OAuth2DeviceCodeModel.fromCache(realm, deviceCode, stored))
                .filter(device -> client.getClientId().equals(device.getClientId()))
                .filter(device -> !device.isPending() && !device.isDenied())
                .isPresent();
    }

    /**
     * Looks before Keycloak removes the code. Keycloak can show a code as approved a moment before the approval is
     * committed (InfinispanSingleUseObjectProvider.replace): the device asks again. And with an approval that was taken
     * back the client's part of the session may be gone, which Keycloak does not expect.
     */
    private void look(DeviceToGrant decided) {
        kept = decided.kept();
        if (kept.isEmpty() && decided.isTaken()) {
            throw new CorsErrorResponseException(
                    cors,
                    OAuthErrorException.AUTHORIZATION_PENDING,
                    "The authorization request is still pending",
                    Response.Status.BAD_REQUEST);
        }
        kept.filter(this::isRevoked).ifPresent(revoked -> {
            throw refuse(OAuthErrorException.INVALID_GRANT, ConsentAudit.REVOKED);
        });
    }

    /** Reached when Keycloak has checked client, session, PKCE and its policies, and before a token is made. */
    @Override
    protected Response createTokenResponse(
            UserModel user,
            UserSessionModel userSession,
            ClientSessionContext clientSessionCtx,
            String scopeParam,
            boolean isCode,
            Function<AccessTokenResponseBuilder, ClientPolicyContext> policyContext) {
        if (asked) {
            ConsentTakenBack.refuseUnlessCovered(context, user, clientSessionCtx.getClientSession(), scopeParam);
            String grantId = redeem(userSession, clientSessionCtx.getClientSession());
            TokensOfRequest.comeFrom(session, client, TokenGrant.approved(grantId));
            event.detail(ConsentAudit.GRANT_ID, grantId);
            redeemed = true;
            ConsentMetrics.redeemed(session);
        }
        return super.createTokenResponse(user, userSession, clientSessionCtx, scopeParam, isCode, policyContext);
    }

    private String redeem(UserSessionModel userSession, AuthenticatedClientSessionModel clientSession) {
        // The approval may have come since.
        kept = kept.or(() -> place.flatMap(DeviceToGrant::kept));
        Kept grant = kept.orElseThrow(() -> refuse(OAuthErrorException.INVALID_GRANT, Reason.NOT_FOUND.value()));
        if (!grant.isOf(userSession) || !ClientSessionNotes.follows(grant.notes(), clientSession)) {
            throw refuse(OAuthErrorException.INVALID_GRANT, Reason.BINDING_MISMATCH.value());
        }
        if (grant.isExpired(Instant.ofEpochMilli(Time.currentTimeMillis()))) {
            throw refuse(OAuthErrorException.EXPIRED_TOKEN, Reason.EXPIRED.value());
        }
        boolean won = StoreCall.in(session, refusal()::refuseUnavailable, store -> store.redeem(grant.grantId()));
        if (!won) {
            throw refuse(
                    OAuthErrorException.INVALID_GRANT, isRevoked(grant) ? ConsentAudit.REVOKED : ConsentAudit.REDEEMED);
        }
        return grant.grantId();
    }

    private boolean isRevoked(Kept grant) {
        return Standing.isRevoked(session, realm, TokenGrant.approved(grant.grantId()));
    }

    private RuntimeException refuse(String error, String reason) {
        kept.ifPresent(grant -> event.detail(ConsentAudit.GRANT_ID, grant.grantId()));
        return refusal().refuse(error, "No approval of this device can be redeemed", reason);
    }

    private TokenRefusal refusal() {
        return new TokenRefusal(session, event, cors);
    }
}
