package io.github.consentgrants.token;

import io.github.consentgrants.grant.GrantId;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.representations.JsonWebToken;

/**
 * The grant that a token comes from, as the token itself says it. Two approvals of one client in one session share a client session, so
 * nothing in that session can say it.
 *
 * @param grantId id of the grant
 * @param exchanged whether the token was exchanged (RFC 8693) for another token of the grant: the user has not approved it itself
 */
public record TokenGrant(String grantId, boolean exchanged) {
    /** The claim for others, which the mapper writes. */
    static final String CLAIM = "consent_id";
    /** The claim for Keycloak, which the guard writes where the claim for others is absent or says something else. */
    private static final String OWN_CLAIM = "consent_grant_id";
    /** How the token came to be, if not by the approval itself. */
    private static final String VIA = "consent_via";

    private static final String TOKEN_EXCHANGE = "token_exchange";

    /** Returns the grant whose approval leads to a token. */
    public static TokenGrant approved(String grantId) {
        return new TokenGrant(grantId, false);
    }

    /** Returns the same grant, for a token that is exchanged for one of this grant. */
    public TokenGrant exchange() {
        return new TokenGrant(grantId, true);
    }

    /**
     * Returns the grant that a token comes from; nothing if it comes from none. A mapper of an administrator can write any claim, but not
     * the guard's, which holds before it.
     *
     * @param token whose signature was verified
     */
    public static Optional<TokenGrant> of(JsonWebToken token) {
        Map<String, Object> claims = token.getOtherClaims();
        return Stream.of(OWN_CLAIM, CLAIM)
                .flatMap(name -> Stream.ofNullable(claims.get(name)))
                .findFirst()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(GrantId::isId)
                .map(id -> new TokenGrant(id, TOKEN_EXCHANGE.equals(claims.get(VIA))));
    }

    /** Writes what others read. */
    void tellOthers(Map<String, Object> claims) {
        claims.put(CLAIM, grantId);
        tellExchange(claims);
    }

    /** Makes sure that {@link #of} reads this grant. */
    void write(Map<String, Object> claims) {
        claims.remove(OWN_CLAIM);
        if (!grantId.equals(claims.get(CLAIM))) {
            claims.put(OWN_CLAIM, grantId);
        }
        claims.remove(VIA);
        tellExchange(claims);
    }

    private void tellExchange(Map<String, Object> claims) {
        if (exchanged) {
            claims.put(VIA, TOKEN_EXCHANGE);
        }
    }
}
