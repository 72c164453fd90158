package io.github.consentgrants.page;

import io.github.consentgrants.gate.ConsentAction;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.gate.RequestOrigin;
import io.github.consentgrants.request.AskableAction;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.GrantConsumption;
import io.github.consentgrants.request.NextStep;
import io.github.consentgrants.request.OtherPages;
import io.github.consentgrants.request.TabSituation;
import io.github.consentgrants.request.TabTurn;
import jakarta.ws.rs.WebApplicationException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The action's trigger. It runs on every path to a code, also where the browser flow does not, each time something was finished. */
final class ConsentTrigger {
    private ConsentTrigger() {}

    static void evaluate(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (FlowRedirect.isWithoutUser(context)) {
            throw new WebApplicationException(FlowRedirect.withoutUser(context));
        }
        OtherPages.keepTime(context.getSession(), authSession);
        takeOff(context);
        ConsentAction.ignoreRequestForIt(authSession);
        Optional<GateSettings> gate = Gate.of(authSession);
        ConsentRequest request = ConsentRequest.of(context);
        if (gate.isPresent()) {
            TabTurn.take(request);
        }
        NextStep step = NextStep.atTrigger(new TabSituation(request, gate.isPresent(), true, () -> false));
        switch (step) {
            case LEAD_BACK -> ConsentAction.ask(authSession);
            case END_WITHOUT_CODE -> RequestOrigin.endWithoutCode(authSession);
            case ASK, WAIT, CONSUME -> take(step, request, gate.orElseThrow());
            case GO_ON, SHOW, END_DENIED -> ConsentAction.settle(authSession);
        }
    }

    private static void take(NextStep step, ConsentRequest request, GateSettings settings) {
        // Otherwise Keycloak would go on to its own consent page, and the guard would refuse what follows.
        AskableAction.require(request);
        if (new GrantConsumption(request, settings).take(step, true) == NextStep.ASK) {
            ConsentAction.ask(request.authSession());
        } else {
            ConsentAction.settle(request.authSession());
        }
    }

    private static void takeOff(RequiredActionContext context) {
        @Nullable UserModel user = context.getUser();
        if (user != null) {
            ConsentAction.takeOff(context.getRealm(), user);
        }
    }
}
