package io.github.consentgrants.guard.use;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.token.Standing;
import io.github.consentgrants.token.TokenGrant;
import io.github.consentgrants.token.TokensOfRequest;
import java.util.Optional;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.JsonWebToken;

/** A token whose signature was verified, and the grant that it comes from. */
final class ShownToken {
    private ShownToken() {}

    /**
     * Says whether a token can still be used, as far as its grant is concerned, and lets the mapper know the grant. A refusal is recorded.
     *
     * @param client that the token was issued for
     */
    static boolean isGood(KeycloakSession session, ClientModel client, JsonWebToken token, EventBuilder event) {
        Optional<TokenGrant> grant = TokenGrant.of(token);
        grant.ifPresent(found -> TokensOfRequest.comeFrom(session, client, found));
        if (grant.filter(found -> Standing.isRevoked(session, client.getRealm(), found))
                .isEmpty()) {
            return true;
        }
        ConsentAudit.tokenRevoked(event, grant.get().grantId());
        event.error(Errors.INVALID_TOKEN);
        return false;
    }
}
