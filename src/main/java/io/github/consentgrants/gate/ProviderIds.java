package io.github.consentgrants.gate;

/** The ids under which Keycloak keeps what this extension brings. They are in realms' configurations, so they do not change. */
public final class ProviderIds {
    /** Id of the required action. A realm in which the action is enabled is gated. */
    public static final String ACTION = "consent-grant";
    /** Id of the authenticator. In a flow it gates a realm whose required action was deleted. */
    public static final String AUTHENTICATOR = "consent-grant-authenticator";
    /** Id of the check of authorization requests. */
    public static final String CHECK = "consent-grant";

    /** Id of the protocol mapper that tells others which approval a token comes from. */
    public static final String MAPPER = "consent-grant-mapper";
    /** Id of what writes the id of the grant into tokens. */
    public static final String TOKEN_PROCESSOR = "consent-grant";

    private ProviderIds() {}
}
