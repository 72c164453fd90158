package io.github.consentgrants.details;

import org.keycloak.models.KeycloakSession;

/** Renders the type {@code payment_initiation} (RFC 9396 2). */
public final class PaymentInitiationRendererFactory implements AuthorizationDetailsRendererFactory {
    private static final AuthorizationDetailsRenderer SINGLETON = new PaymentInitiationRenderer();

    @Override
    public AuthorizationDetailsRenderer create(KeycloakSession session) {
        return SINGLETON;
    }

    @Override
    public String getId() {
        return "payment_initiation";
    }
}
