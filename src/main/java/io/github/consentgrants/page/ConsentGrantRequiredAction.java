package io.github.consentgrants.page;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.request.ConsentAction;
import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.ConsentNotes.Notice;
import io.github.consentgrants.request.ConsentPage;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.Decisions;
import io.github.consentgrants.request.Gate;
import io.github.consentgrants.request.GateSettings;
import io.github.consentgrants.request.GrantConsumption;
import io.github.consentgrants.request.GrantConsumption.Outcome;
import io.github.consentgrants.request.OtherRequest;
import io.github.consentgrants.request.PageInstance;
import io.github.consentgrants.request.RequestOrigin;
import io.github.consentgrants.store.AlreadyDecidedException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.EventType;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The consent page: shows one request and turns one click on it into one grant, or one denial. */
final class ConsentGrantRequiredAction implements RequiredActionProvider {

    /** Runs on every way to a code, the ones that never see the browser flow included, each time something was finished. */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        ConsentAction.takeOff(context.getRealm(), context.getUser());
        Optional<GateSettings> gate = Gate.of(authSession);
        if (gate.isEmpty() && ConsentNotes.returnsToFlow(authSession)) {
            ConsentAction.ask(authSession);
            return;
        }
        ConsentAction.ignoreRequestForIt(authSession);
        if (gate.isEmpty() || authSession.getAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS) != null) {
            ConsentAction.settle(authSession);
            return;
        }
        if (RequestOrigin.isUnsolicited(authSession)) {
            RequestOrigin.endWithoutCode(authSession);
            return;
        }
        if (ConsentNotes.returnsToFlow(authSession)) {
            // The flow goes on before anything is consumed.
            ConsentAction.ask(authSession);
            return;
        }
        // Or Keycloak would go on to its own consent page, and the guard refuse what follows it.
        ConsentAction.require(request(context));
        Outcome outcome = new GrantConsumption(request(context), gate.get()).advance(false);
        if (outcome == Outcome.ASK) {
            ConsentAction.ask(authSession);
        } else {
            ConsentAction.settle(authSession);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        Optional<GateSettings> gate = Gate.of(context.getAuthenticationSession());
        if (gate.isEmpty()) {
            goOn(context);
            return;
        }
        ConsentAction.require(request(context));
        show(context, gate.get(), ConsentNotes.takeNotice(context.getAuthenticationSession()));
    }

    private static void show(RequiredActionContext context, GateSettings settings, @Nullable Notice notice) {
        ConsentRequest request = request(context);
        Optional<Decision> decision = ConsentPage.decision(request);
        if (decision.isEmpty()) {
            context.challenge(ConsentForm.render(context, ConsentPage.open(request, settings), notice));
        } else if (decision.get() == Decision.DENIED) {
            end(context, request);
        } else {
            goOn(context);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        Optional<GateSettings> gate = Gate.of(context.getAuthenticationSession());
        if (gate.isEmpty()) {
            goOn(context);
            return;
        }
        ConsentAction.require(request(context));
        if (ConsentForm.isAnswer(context.getHttpRequest())) {
            answer(context, gate.get(), context.getHttpRequest().getDecodedFormParameters());
        } else {
            show(context, gate.get(), null);
        }
    }

    private static void answer(
            RequiredActionContext context, GateSettings settings, MultivaluedMap<String, String> form) {
        ConsentRequest request = request(context);
        Optional<PageInstance> page = PageInstance.of(request).filter(shown -> ConsentForm.isAnswerTo(shown, form));
        if (page.isEmpty()) {
            show(context, settings, Notice.INTERRUPTED);
            return;
        }
        Binding binding = ConsentPage.liveBinding(request, settings).orElseThrow();
        if (!page.get().bindingHash().equals(binding.hash())) {
            show(context, settings, Notice.CHANGED);
        } else if (ConsentForm.isDenial(form)) {
            deny(context, request, binding);
        } else {
            authorize(context, request, settings, binding);
        }
    }

    private static void authorize(
            RequiredActionContext context, ConsentRequest request, GateSettings settings, Binding binding) {
        try {
            request.audit().granted(Decisions.authorize(request, binding, settings.timeToLive()));
        } catch (AlreadyDecidedException e) {
            goOnWithTheFirstDecision(context, binding);
            return;
        }
        goOn(context);
    }

    /** Where the authenticator asked, the flow has not ended yet: whatever comes after it must still run. */
    private static void goOn(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        ConsentAction.settle(authSession);
        if (ConsentNotes.returnsToFlow(authSession)) {
            context.challenge(FlowRedirect.backIntoFlow(context));
            ConsentNotes.removeReturnToFlow(authSession);
        } else {
            context.success();
        }
    }

    private static void deny(RequiredActionContext context, ConsentRequest request, Binding binding) {
        try {
            Decisions.deny(request, binding);
        } catch (AlreadyDecidedException e) {
            goOnWithTheFirstDecision(context, binding);
            return;
        }
        request.audit().denied(binding.require(BindingField.PAGE));
        end(context, request);
    }

    private static void end(RequiredActionContext context, ConsentRequest request) {
        ConsentPage.close(request);
        // What Keycloak records next is that the sign-in ended, as on its own consent page.
        context.getEvent().event(EventType.LOGIN);
        context.failure();
    }

    /** The same page was posted twice at once: the other post decides, this one changes nothing and follows it. */
    private static void goOnWithTheFirstDecision(RequiredActionContext context, Binding binding) {
        context.getSession().getTransactionManager().setRollbackOnly();
        String path = OtherRequest.awaitDecision(request(context), binding.require(BindingField.PAGE))
                .orElse(LoginActionsService.REQUIRED_ACTION);
        context.challenge(FlowRedirect.to(context, path));
    }

    private static ConsentRequest request(RequiredActionContext context) {
        return new ConsentRequest(
                context.getSession(), context.getAuthenticationSession(), context.getUser(), context.getEvent());
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
