package io.github.consentgrants.request;

import io.github.consentgrants.gate.RequestOrigin;
import java.util.function.BooleanSupplier;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * The situation of a tab, as it is now.
 *
 * @param request of the tab
 * @param gated whether it is gated
 * @param askable whether the user can be asked here
 * @param unfinishedFlow whether the caller knows of something else that comes before the code
 */
public record TabSituation(ConsentRequest request, boolean gated, boolean askable, BooleanSupplier unfinishedFlow)
        implements NextStep.Situation {
    @Override
    public boolean solicited() {
        return !RequestOrigin.isUnsolicited(request.authSession());
    }

    @Override
    public boolean endsWithoutAnswer() {
        return request.note(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS) != null;
    }

    @Override
    public boolean returnsToFlow() {
        return request.returnsToFlow();
    }

    @Override
    public boolean unfinished() {
        return unfinishedFlow.getAsBoolean() || PendingActions.any(request);
    }

    /** Says whether the page is what the user sees next, as far as can be told before the actions' triggers have run. */
    public boolean showsPageNext() {
        return state() != ConsentState.DENIED && !PendingActions.any(request);
    }

    @Override
    public ConsentState state() {
        return ConsentState.of(request);
    }
}
