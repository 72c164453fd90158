package io.github.consentgrants.guard.token;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.audit.ConsentMetrics;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.guard.code.ClientSessionNotes;
import io.github.consentgrants.guard.code.CodeContents;
import io.github.consentgrants.guard.code.CodeToGrant;
import io.github.consentgrants.request.StoreCall;
import io.github.consentgrants.token.Standing;
import io.github.consentgrants.token.TokenGrant;
import io.github.consentgrants.token.TokensOfRequest;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Errors;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.grants.AuthorizationCodeGrantType;
import org.keycloak.protocol.oidc.utils.OAuth2Code;
import org.keycloak.protocol.oidc.utils.OAuth2CodeParser;
import org.keycloak.services.clientpolicy.ClientPolicyContext;

/**
 * The backstop: a gated client gets tokens for a code only by redeeming the grant that the code came from, which the database
 * allows once. So one click yields at most one token response, even if more than one code were issued for it, or one code were
 * accepted on two nodes at once.
 */
final class GuardedCodeGrantType extends AuthorizationCodeGrantType {
    private Optional<CodeToGrant> grants = Optional.empty();
    private Optional<OAuth2Code> presented = Optional.empty();
    private boolean gated;
    private boolean redeemed;

    @Override
    public Response process(Context context) {
        gated = Gate.of(context.getRealm(), context.getClient()).isPresent();
        // Also a client that is not gated can present a code that a gated one has redeemed.
        new CodeReplay(context).detect();
        if (!gated) {
            return super.process(context);
        }
        // Keycloak removes the code first, so what it carries is read here, before the grant has to be redeemed.
        presented = Optional.ofNullable(code(context));
        grants = presented.map(code -> new CodeToGrant(
                context.getSession(), context.getRealm(), CodeContents.presented(code, context.getClient())));
        Response response = super.process(context);
        if (!redeemed) {
            throw new IllegalStateException(
                    "Keycloak exchanged a code without asking for the grant: this extension does not fit this Keycloak");
        }
        return response;
    }

    private static @Nullable OAuth2Code code(Context context) {
        String value = context.getFormParams().getFirst(OAuth2Constants.CODE);
        if (value == null) {
            return null;
        }
        String id = value.contains(".") ? value.substring(0, value.indexOf('.')) : value;
        Map<String, String> stored =
                context.getSession().singleUseObjects().get(OAuth2CodeParser.CACHE_KEY_PREFIX + id);
        return stored == null ? null : OAuth2Code.deserializeCode(stored);
    }

    /** Reached when Keycloak has checked client, redirect_uri, PKCE, DPoP and its policies, and before a token is made. */
    @Override
    protected Response createTokenResponse(
            UserModel user,
            UserSessionModel userSession,
            ClientSessionContext clientSessionCtx,
            String scopeParam,
            boolean isCode,
            Function<AccessTokenResponseBuilder, ClientPolicyContext> policyContext) {
        if (gated) {
            ConsentTakenBack.refuseUnlessCovered(context, user, clientSessionCtx.getClientSession(), scopeParam);
            requireApprovedDetails(clientSessionCtx.getClientSession());
            Optional<String> unasked = takeUnasked(clientSessionCtx.getClientSession());
            unasked.ifPresent(rule -> event.detail(ConsentAudit.RULE, rule));
            if (unasked.isEmpty()) {
                redeemApproved(clientSessionCtx.getClientSession());
            }
            redeemed = true;
        }
        return super.createTokenResponse(user, userSession, clientSessionCtx, scopeParam, isCode, policyContext);
    }

    /** The guard has issued the code without a grant, because the realm asks nobody about such a request. */
    private Optional<String> takeUnasked(AuthenticatedClientSessionModel clientSession) {
        return grants.flatMap(codes -> codes.takeUnasked(notes -> ClientSessionNotes.follows(notes, clientSession)));
    }

    private void redeemApproved(AuthenticatedClientSessionModel clientSession) {
        String grantId = redeem(clientSession);
        TokensOfRequest.comeFrom(session, client, TokenGrant.approved(grantId));
        event.detail(ConsentAudit.GRANT_ID, grantId);
        presented.ifPresent(code -> new CodeReplay(context).remember(code, grantId));
        ConsentMetrics.redeemed(session);
    }

    /** Keycloak compares them (RFC 9396 6) only with those of an authorization request that had some. */
    private void requireApprovedDetails(AuthenticatedClientSessionModel clientSession) {
        boolean asked = formParams.getFirst(OAuth2Constants.AUTHORIZATION_DETAILS) != null;
        if (asked && clientSession.getNote(OAuth2Constants.AUTHORIZATION_DETAILS) == null) {
            throw refusal()
                    .refuse(
                            Errors.INVALID_AUTHORIZATION_DETAILS,
                            "The authorization request had no authorization_details",
                            Reason.BINDING_MISMATCH.value());
        }
    }

    private TokenRefusal refusal() {
        return new TokenRefusal(session, event, cors);
    }

    /**
     * Redeems no grant if another request was approved since: tokens for this code would follow that request's claims
     * and details.
     */
    private String redeem(AuthenticatedClientSessionModel clientSession) {
        TokenRefusal refusal = refusal();
        Optional<String> grantId = StoreCall.in(
                session,
                refusal::refuseUnavailable,
                store -> grants.flatMap(grant -> grant.kept()
                        .filter(kept -> ClientSessionNotes.follows(kept.notes(), clientSession))
                        .map(CodeToGrant.Kept::grantId)
                        .filter(store::redeem)
                        .findFirst()));
        return grantId.orElseThrow(() -> refusal.refuse(
                OAuthErrorException.INVALID_GRANT,
                "No approval of this request can be redeemed",
                reason(clientSession)));
    }

    private String reason(AuthenticatedClientSessionModel clientSession) {
        List<CodeToGrant.Kept> kept = grants.stream().flatMap(CodeToGrant::kept).toList();
        if (kept.isEmpty()) {
            return Reason.NOT_FOUND.value();
        }
        List<TokenGrant> same = kept.stream()
                .filter(grant -> ClientSessionNotes.follows(grant.notes(), clientSession))
                .map(grant -> TokenGrant.approved(grant.grantId()))
                .toList();
        if (same.isEmpty()) {
            return Reason.BINDING_MISMATCH.value();
        }
        return same.stream().anyMatch(grant -> Standing.isRevoked(session, realm, grant))
                ? ConsentAudit.REVOKED
                : ConsentAudit.REDEEMED;
    }
}
