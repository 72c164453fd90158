package io.github.consentgrants.guard.token;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.NonInteractiveGrantType;
import io.github.consentgrants.token.HeaderToken;
import io.github.consentgrants.token.Standing;
import io.github.consentgrants.token.TokenGrant;
import io.github.consentgrants.token.TokensOfRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType.Context;
import org.keycloak.representations.AccessToken;

/**
 * The grant of a token that is exchanged (RFC 8693), or that permissions are asked with (UMA 2.0), which the new tokens name as theirs. What
 * they may be is not the grant's to say.
 */
final class ExchangedGrant {
    private static final String CLAIM_TOKEN = "claim_token";
    private static final String REQUESTING_PARTY_TOKEN = "rpt";

    private ExchangedGrant() {}

    /** Refuses the request if the grant of a token that it presents was taken back. */
    static void require(NonInteractiveGrantType grantType, Context context) {
        KeycloakSession session = context.getSession();
        presented(grantType, context)
                .flatMap(token -> Stream.ofNullable(session.tokens().decode(token, AccessToken.class)))
                .flatMap(token -> TokenGrant.of(token).stream())
                .forEach(grant -> {
                    require(grant, context);
                    tokensGoTo(grantType, context)
                            .ifPresent(client -> TokensOfRequest.comeFrom(session, client, grant.exchange()));
                });
    }

    /** Permissions are tokens of the resource server that the ticket names, or else the audience (AuthorizationTokenService). */
    private static Optional<ClientModel> tokensGoTo(NonInteractiveGrantType grantType, Context context) {
        return grantType == NonInteractiveGrantType.UMA_TICKET
                ? AffectedClient.of(grantType, context).stream()
                        .map(AffectedClient::client)
                        .reduce((audience, ofTicket) -> ofTicket)
                : Optional.of(context.getClient());
    }

    /** The tokens in exchange for which Keycloak gives others: UMA 2.0 Grant 3.3.1, RFC 8693 2.1. */
    private static Stream<String> presented(NonInteractiveGrantType grantType, Context context) {
        return switch (grantType) {
            case TOKEN_EXCHANGE -> parameters(context, OAuth2Constants.SUBJECT_TOKEN);
            case UMA_TICKET ->
                Stream.concat(
                        HeaderToken.of(context.getHeaders()),
                        parameters(context, OAuth2Constants.SUBJECT_TOKEN, CLAIM_TOKEN, REQUESTING_PARTY_TOKEN));
            default -> Stream.empty();
        };
    }

    private static Stream<String> parameters(Context context, String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.ofNullable(context.getFormParams().getFirst(name)));
    }

    private static void require(TokenGrant grant, Context context) {
        context.getEvent().detail(ConsentAudit.GRANT_ID, grant.grantId());
        if (Standing.isRevoked(context.getSession(), context.getRealm(), grant)) {
            throw new TokenRefusal(context.getSession(), context.getEvent(), context.getCors())
                    .refuse(
                            OAuthErrorException.INVALID_REQUEST,
                            "The approval of a token that was presented was taken back",
                            ConsentAudit.REVOKED);
        }
    }
}
