package io.github.consentgrants.guard.token;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.token.Standing;
import io.github.consentgrants.token.TokenGrant;
import io.github.consentgrants.token.TokensOfRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType.Context;
import org.keycloak.representations.AccessToken;

/** The grant of the token that is exchanged (RFC 8693), which the new tokens name as theirs. What they may be is not the grant's to say. */
final class ExchangedGrant {
    private ExchangedGrant() {}

    /** Refuses the exchange if the grant of the subject token was taken back. */
    static void require(Context context) {
        KeycloakSession session = context.getSession();
        @Nullable String subject = context.getFormParams().getFirst(OAuth2Constants.SUBJECT_TOKEN);
        Optional<TokenGrant> found = Stream.ofNullable(subject)
                .flatMap(token -> Stream.ofNullable(session.tokens().decode(token, AccessToken.class)))
                .flatMap(token -> TokenGrant.of(token).stream())
                .findFirst();
        if (found.isEmpty()) {
            return;
        }
        TokenGrant grant = found.get();
        context.getEvent().detail(ConsentAudit.GRANT_ID, grant.grantId());
        if (Standing.isRevoked(session, context.getRealm(), grant)) {
            throw new TokenRefusal(session, context.getEvent(), context.getCors())
                    .refuse(
                            OAuthErrorException.INVALID_REQUEST,
                            "The approval of the subject token was taken back",
                            ConsentAudit.REVOKED);
        }
        TokensOfRequest.comeFrom(session, context.getClient(), grant.exchange());
    }
}
