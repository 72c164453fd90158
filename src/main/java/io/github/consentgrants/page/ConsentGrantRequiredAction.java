package io.github.consentgrants.page;

import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.request.AskableAction;
import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.TabTurn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;

/** The consent page: shows one request and turns one click on it into one grant, or one denial. */
final class ConsentGrantRequiredAction implements RequiredActionProvider {
    /** Where Keycloak keeps the code of the tab's form (CodeGenerateUtil). */
    private static final String ACTIVE_CODE = "active_code";

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        ConsentTrigger.evaluate(context);
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        gated(context)
                .ifPresent(response -> response.show(ConsentNotes.takeNotice(context.getAuthenticationSession())));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (FlowRedirect.isWithoutUser(context) && !isDenial(context)) {
            context.challenge(FlowRedirect.withoutUser(context));
            return;
        }
        gated(context).ifPresent(response -> {
            if (ConsentForm.isAnswer(context.getHttpRequest())) {
                response.answer(context.getHttpRequest().getDecodedFormParameters());
            } else {
                keepCode(context);
                response.show(null);
            }
        });
    }

    /** Goes on if the client is not gated any more. */
    private static Optional<PageResponse> gated(RequiredActionContext context) {
        Optional<GateSettings> gate = Gate.of(context.getAuthenticationSession());
        if (gate.isEmpty()) {
            PageResponse.goOn(context);
            return Optional.empty();
        }
        ConsentRequest request = ConsentRequest.of(context);
        TabTurn.take(request);
        AskableAction.require(request);
        return Optional.of(new PageResponse(context, gate.get()));
    }

    /** A disabled user may still deny; the client is then told. */
    private static boolean isDenial(RequiredActionContext context) {
        @Nullable UserModel user = context.getUser();
        return user != null
                && ConsentForm.isAnswer(context.getHttpRequest())
                && ConsentForm.isDenial(context.getHttpRequest().getDecodedFormParameters());
    }

    /**
     * Restores the session code, which the page in the browser names: Keycloak has just used it up for a request that
     * was no answer, such as a link scanner's or a preload.
     */
    private static void keepCode(RequiredActionContext context) {
        String code = context.getUriInfo().getQueryParameters().getFirst(LoginActionsService.SESSION_CODE);
        context.getAuthenticationSession().setAuthNote(ACTIVE_CODE, code);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
