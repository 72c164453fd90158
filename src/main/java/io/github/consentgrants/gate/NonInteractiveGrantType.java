package io.github.consentgrants.gate;

import java.util.Arrays;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oid4vc.model.PreAuthorizedCodeGrant;

/** The grant types that give a client tokens for a user without a click on the consent page. */
public enum NonInteractiveGrantType {
    /** Resource owner password credentials (RFC 6749 4.3). */
    PASSWORD(OAuth2Constants.PASSWORD),
    /** Device authorization (RFC 8628). A realm can have the user asked on the page ({@link DeviceFlow}). */
    DEVICE_CODE(OAuth2Constants.DEVICE_CODE_GRANT_TYPE),
    /** Client-initiated backchannel authentication (OpenID CIBA Core). */
    CIBA(OAuth2Constants.CIBA_GRANT_TYPE),
    /** Token exchange (RFC 8693). */
    TOKEN_EXCHANGE(OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE),
    /** JWT bearer (RFC 7523). */
    JWT_BEARER(OAuth2Constants.JWT_AUTHORIZATION_GRANT),
    /** Pre-authorized code (OpenID for Verifiable Credential Issuance 3.5). */
    PRE_AUTHORIZED_CODE(PreAuthorizedCodeGrant.PRE_AUTH_GRANT_TYPE),
    /** User-Managed Access (UMA 2.0 Grant). */
    UMA_TICKET(OAuth2Constants.UMA_GRANT_TYPE);

    /** The error description for a client that may not use such a grant type. */
    public static final String REFUSAL_DESCRIPTION =
            "Each request of this client must be approved by the user on the consent page";

    private final String grantType;

    NonInteractiveGrantType(String grantType) {
        this.grantType = grantType;
    }

    /** Returns the {@code grant_type} of a token request. */
    public String grantType() {
        return grantType;
    }

    /** Returns the value with this {@code grant_type}; empty if there is none. */
    public static Optional<NonInteractiveGrantType> of(String grantType) {
        return Arrays.stream(values())
                .filter(grant -> grant.grantType.equals(grantType))
                .findFirst();
    }
}
