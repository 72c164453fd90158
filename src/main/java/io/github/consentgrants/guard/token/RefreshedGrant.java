package io.github.consentgrants.guard.token;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.token.Standing;
import io.github.consentgrants.token.TokenGrant;
import io.github.consentgrants.token.TokensOfRequest;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.RefreshToken;

/** The grant that a refresh token comes from, and that its new tokens come from in turn. */
final class RefreshedGrant {
    private RefreshedGrant() {}

    /**
     * Refuses the token if its grant was taken back.
     *
     * @param client that presents it
     */
    static void require(KeycloakSession session, ClientModel client, RefreshToken token, EventBuilder event)
            throws OAuthErrorException {
        Optional<TokenGrant> found = TokenGrant.of(token);
        if (found.isEmpty()) {
            return;
        }
        TokenGrant grant = found.get();
        if (Standing.isRevoked(session, client.getRealm(), grant)) {
            ConsentAudit.tokenRevoked(event, grant.grantId());
            String description = "The approval of this token was taken back";
            throw new OAuthErrorException(OAuthErrorException.INVALID_GRANT, description, description);
        }
        TokensOfRequest.comeFrom(session, client, grant);
        event.detail(ConsentAudit.GRANT_ID, grant.grantId());
    }
}
