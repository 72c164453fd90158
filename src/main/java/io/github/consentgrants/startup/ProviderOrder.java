package io.github.consentgrants.startup;

/**
 * Where a factory of this extension stands among those of one provider id: Keycloak takes the factory with the highest
 * order.
 */
public final class ProviderOrder {
    /**
     * Before Keycloak's own, which have 0, and before most extensions. The check at the start (GuardInForce) finds a
     * factory with a higher order.
     */
    public static final int BEFORE_STOCK = 100;

    private ProviderOrder() {}
}
