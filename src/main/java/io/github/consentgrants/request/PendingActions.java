package io.github.consentgrants.request;

import java.util.stream.Stream;
import org.keycloak.models.Constants;
import org.keycloak.models.RequiredActionProviderModel;

/** Says whether the user has something else to do before a code can be issued. */
final class PendingActions {
    private PendingActions() {}

    static boolean any(ConsentRequest request) {
        return isActionInitiated(request)
                || Stream.concat(
                                request.user().getRequiredActionsStream(),
                                request.authSession().getRequiredActions().stream())
                        .filter(alias -> !Gate.ACTION_ID.equals(alias))
                        .anyMatch(alias -> isEnabled(request, alias));
    }

    private static boolean isActionInitiated(ConsentRequest request) {
        return request.authSession().getClientNote(Constants.KC_ACTION) != null;
    }

    private static boolean isEnabled(ConsentRequest request, String alias) {
        RequiredActionProviderModel model = request.realm().getRequiredActionProviderByAlias(alias);
        return model != null && model.isEnabled();
    }
}
