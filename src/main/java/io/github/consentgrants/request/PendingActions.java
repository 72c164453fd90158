package io.github.consentgrants.request;

import io.github.consentgrants.gate.ConsentAction;
import java.util.stream.Stream;
import org.keycloak.models.Constants;
import org.keycloak.models.RequiredActionProviderModel;

/** Says whether something else comes before a code can be issued: an action of the user's, or a redirect. */
final class PendingActions {
    private static final String ACTION_TOKEN = "/login-actions/action-token";

    private PendingActions() {}

    static boolean any(ConsentRequest request) {
        return isActionInitiated(request)
                || isLinkInMail(request)
                || Stream.concat(
                                request.user().getRequiredActionsStream(),
                                request.authSession().getRequiredActions().stream())
                        .filter(alias -> !ConsentAction.isOurs(request.realm(), alias))
                        .anyMatch(alias -> isEnabled(request, alias));
    }

    /**
     * Keycloak's handlers of such links only redirect to what is next, so the code comes in another request
     * (VerifyEmailActionTokenHandler).
     */
    private static boolean isLinkInMail(ConsentRequest request) {
        return request.session().getContext().getUri().getPath().endsWith(ACTION_TOKEN);
    }

    private static boolean isActionInitiated(ConsentRequest request) {
        return request.authSession().getClientNote(Constants.KC_ACTION) != null;
    }

    private static boolean isEnabled(ConsentRequest request, String alias) {
        RequiredActionProviderModel model = request.realm().getRequiredActionProviderByAlias(alias);
        return model != null && model.isEnabled();
    }
}
