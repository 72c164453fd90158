package io.github.consentgrants.startup;

/** Where a factory of this extension stands among those of one provider id: Keycloak takes the one with the highest order. */
public final class ProviderOrder {
    /** Before Keycloak's own, which have 0, and before most extensions; who stands before this one is found at the start (GuardInForce). */
    public static final int BEFORE_STOCK = 100;

    private ProviderOrder() {}
}
