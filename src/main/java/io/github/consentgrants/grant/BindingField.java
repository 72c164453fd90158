package io.github.consentgrants.grant;

/**
 * Everything one decision is tied to. The tag of a field is part of the encoding ({@link Binding}): it is never reused and
 * never changes its meaning within a format version.
 */
public enum BindingField {
    /** Realm id. Stops a grant of one realm from being spent in another. */
    REALM(1, Kind.TEXT),
    /** Issuer identifier (OIDC Core 2, {@code iss}). Stops a grant from surviving a change of the hostname shown. */
    ISSUER(2, Kind.TEXT),
    /** Id of the user who decides. Stops one user's click from serving another. */
    SUBJECT(3, Kind.TEXT),
    /** {@code client_id} (RFC 6749 2.2). Stops approval of a different client. */
    CLIENT_ID(4, Kind.TEXT),
    /** Keycloak's internal client id. Stops a client that was deleted and made again under the same {@code client_id}. */
    CLIENT_UUID(5, Kind.TEXT),
    /** Where Keycloak will send the response. Stops a redirect that was swapped after the page was shown. */
    REDIRECT_TARGET(6, Kind.TEXT),
    /** The {@code redirect_uri} parameter (RFC 6749 3.1.2), which the token endpoint compares; may be absent. */
    REDIRECT_URI(7, Kind.TEXT),
    /** {@code response_type} as a set (OAuth Multiple Response Types 3). Stops a code from turning into tokens. */
    RESPONSE_TYPE(8, Kind.SET),
    /** The effective {@code response_mode}, default resolved. Stops a code from moving into a fragment. */
    RESPONSE_MODE(9, Kind.TEXT),
    /** {@code scope} as a set (RFC 6749 3.3): order and duplicates do not matter. */
    SCOPE(10, Kind.SET),
    /** The client scopes that Keycloak resolved. Stops scopes that an administrator added after the click. */
    CLIENT_SCOPES(11, Kind.SET),
    /** {@code code_challenge} (RFC 7636 4.3); absent counts as empty. Stops another party from redeeming the code. */
    CODE_CHALLENGE(12, Kind.OPTIONAL_TEXT),
    /** {@code code_challenge_method} (RFC 7636 4.3); absent counts as empty. Stops a downgrade to {@code plain}. */
    CODE_CHALLENGE_METHOD(13, Kind.OPTIONAL_TEXT),
    /** {@code state} (RFC 6749 4.1.1): the client's own transaction. */
    STATE(14, Kind.TEXT),
    /** {@code nonce} (OIDC Core 3.1.2.1): the ID token's transaction. */
    NONCE(15, Kind.TEXT),
    /** {@code resource} (RFC 8707): where the tokens may be used. */
    RESOURCE(16, Kind.TEXT),
    /** {@code claims} (OIDC Core 5.5): which claims are released. */
    CLAIMS(17, Kind.TEXT),
    /** {@code authorization_details} (RFC 9396): what is authorized in detail. */
    AUTHORIZATION_DETAILS(18, Kind.TEXT),
    /** {@code acr_values} (OIDC Core 3.1.2.1): how strongly the user had to sign in. */
    ACR_VALUES(19, Kind.TEXT),
    /** {@code max_age} (OIDC Core 3.1.2.1): how fresh the sign-in had to be. */
    MAX_AGE(20, Kind.TEXT),
    /** {@code dpop_jkt} (RFC 9449 10): the key that may redeem the code. */
    DPOP_JKT(21, Kind.TEXT),
    /** {@code request_uri} of a pushed authorization request (RFC 9126). */
    REQUEST_URI(22, Kind.TEXT),
    /** Root authentication session: this browser session. */
    ROOT_SESSION(23, Kind.TEXT),
    /** Tab of the authentication session. Stops a click in one tab from serving another. */
    TAB(24, Kind.TEXT),
    /** The page instance that was clicked. Stops a click on an older rendering, and makes the decision single. */
    PAGE(25, Kind.TEXT),
    /**
     * Hash of the tab's secret, made from the key that the browser got at the sign-in. Stops a fixated session from
     * carrying the click away.
     */
    BROWSER(26, Kind.TEXT),
    /** Digest of what was shown. Stops a text, name or link from changing between rendering and code. */
    DISPLAY(27, Kind.TEXT),
    /** Every other parameter and note of the request, by name, so that an unknown one fails closed. */
    OTHER(28, Kind.MAP);

    enum Kind {
        /** A value that may be absent; absent and empty differ. */
        TEXT(1),
        /** A value for which absent and empty mean the same. */
        OPTIONAL_TEXT(2),
        /** Values without order or duplicates. */
        SET(3),
        /** Values by name. */
        MAP(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    private final int tag;
    private final Kind kind;

    BindingField(int tag, Kind kind) {
        this.tag = tag;
        this.kind = kind;
    }

    /**
     * Says whether the field tells one request from the next of the same client, and changes nothing that is granted: {@code state},
     * {@code nonce}, the challenge, the pushed request, the tab, the page and the browser's secret for the tab.
     */
    boolean isOfOneRequest() {
        return switch (this) {
            case STATE, NONCE, CODE_CHALLENGE, REQUEST_URI, TAB, PAGE, BROWSER -> true;
            default -> false;
        };
    }

    int tag() {
        return tag;
    }

    Kind kind() {
        return kind;
    }
}
