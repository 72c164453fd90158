package io.github.consentgrants.details;

import org.keycloak.models.KeycloakSession;

/** Renders the type {@code account_information} (RFC 9396 2). */
public final class AccountInformationRendererFactory implements AuthorizationDetailsRendererFactory {
    private static final AuthorizationDetailsRenderer SINGLETON = new AccountInformationRenderer();

    @Override
    public AuthorizationDetailsRenderer create(KeycloakSession session) {
        return SINGLETON;
    }

    @Override
    public String getId() {
        return "account_information";
    }
}
