package io.github.consentgrants.gate;

/** The ids under which Keycloak keeps what this extension brings. They are in realms' configurations, so they do not change. */
public final class ProviderIds {
    /** Of the required action. That it is enabled is what gates a realm. */
    public static final String ACTION = "consent-grant";
    /** Of the authenticator. In a flow it gates a realm whose required action was deleted. */
    public static final String AUTHENTICATOR = "consent-grant-authenticator";
    /** Of the check of authorization requests. */
    public static final String CHECK = "consent-grant";

    private ProviderIds() {}
}
