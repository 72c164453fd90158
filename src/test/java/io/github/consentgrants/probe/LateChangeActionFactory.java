package io.github.consentgrants.probe;

import io.github.consentgrants.request.ConsumedGrant;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Its trigger runs after ours, and changes what was consumed for before the code is made, as a badly written extension might.
 * The login hint says what: {@code user NAME} or {@code note NAME}.
 */
public final class LateChangeActionFactory implements RequiredActionFactory, RequiredActionProvider {
    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        if (ConsumedGrant.of(context.getSession()).isPresent()) {
            change(context);
        }
    }

    private static void change(RequiredActionContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        String[] change = tab.getClientNote("login_hint").split(" ", 2);
        switch (change[0]) {
            case "user" ->
                tab.setAuthenticatedUser(context.getSession().users().getUserByUsername(context.getRealm(), change[1]));
            case "note" -> tab.setClientNote(change[1], "changed");
            default -> throw new IllegalArgumentException(change[0]);
        }
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
        return "probe-late-change";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
