package io.github.consentgrants.probe;

import io.github.consentgrants.request.ConsentProgress;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Its trigger runs after ours, and changes what was consumed for before the code is made, as a badly written extension might.
 * The login hint says what: {@code user NAME}, {@code note NAME}, or, once, {@code action NAME}.
 */
public final class LateChangeActionFactory extends TriggerAction {
    public LateChangeActionFactory() {
        super("probe-late-change");
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        if (ConsentProgress.in(context.getSession()).consumed().isPresent()) {
            change(context);
        }
    }

    private static void change(RequiredActionContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        String[] change = tab.getClientNote("login_hint").split(" ", 2);
        switch (change[0]) {
            case "user" ->
                tab.setAuthenticatedUser(context.getSession().users().getUserByUsername(context.getRealm(), change[1]));
            case "scope" -> tab.setClientNote("scope", change[1]);
            case "note" -> tab.setClientNote(change[1], "changed");
            case "action" -> {
                if (tab.getAuthNote("probe") == null) {
                    tab.setAuthNote("probe", "done");
                    tab.addRequiredAction(change[1]);
                }
            }
            default -> throw new IllegalArgumentException(change[0]);
        }
    }
}
