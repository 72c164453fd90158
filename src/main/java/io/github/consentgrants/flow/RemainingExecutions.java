package io.github.consentgrants.flow;

import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.RealmModel;

/** Says whether the flow may have a step left after this one, at which the user could be asked for something, or give up. */
final class RemainingExecutions {
    private RemainingExecutions() {}

    static boolean any(AuthenticationFlowContext context) {
        RealmModel realm = context.getRealm();
        @Nullable AuthenticationExecutionModel step = context.getExecution();
        while (step != null) {
            if (isFollowed(realm, step)) {
                return true;
            }
            step = realm.getAuthenticationExecutionByFlowId(step.getParentFlow());
        }
        return false;
    }

    private static boolean isFollowed(RealmModel realm, AuthenticationExecutionModel step) {
        return realm.getAuthenticationExecutionsStream(step.getParentFlow())
                .anyMatch(other -> other.isEnabled()
                        && other.getPriority() >= step.getPriority()
                        && !other.getId().equals(step.getId()));
    }
}
