package io.github.consentgrants.probe;

import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes Keycloak forget our required action, as an extension or a Keycloak to come might: only the guard is left then. */
public final class SkippingActionFactory implements RequiredActionFactory, RequiredActionProvider {
    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        context.getAuthenticationSession().removeRequiredAction("consent-grant");
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        context.success();
    }

    @Override
    public void processAction(RequiredActionContext context) {
        context.success();
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public String getDisplayText() {
        return "Probe";
    }

    @Override
    public String getId() {
        return "probe-skip";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
