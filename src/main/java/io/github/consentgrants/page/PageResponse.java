package io.github.consentgrants.page;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.ConsentAction;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.gate.RequestOrigin;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.request.ConcurrentRequest;
import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.ConsentNotes.Notice;
import io.github.consentgrants.request.ConsentPage;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.ConsentState;
import io.github.consentgrants.request.DecisionRecord;
import io.github.consentgrants.request.Decisions;
import io.github.consentgrants.request.LeftOut;
import io.github.consentgrants.request.NextStep;
import io.github.consentgrants.request.PageInstance;
import io.github.consentgrants.request.Refusal;
import io.github.consentgrants.request.RequiredSignIn;
import io.github.consentgrants.request.Retry;
import io.github.consentgrants.request.TabRedirect;
import io.github.consentgrants.store.AlreadyDecidedException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventType;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What the browser gets for one request of the page of a gated client: the page, or what follows a click. */
final class PageResponse {
    private final RequiredActionContext context;
    private final ConsentRequest request;
    private final GateSettings settings;

    PageResponse(RequiredActionContext context, GateSettings settings) {
        this.context = context;
        this.request = ConsentRequest.of(context);
        this.settings = settings;
    }

    /** Shows the page, unless the database says that it was decided. */
    void show(@Nullable Notice notice) {
        ConsentState state = ConsentState.confirmed(request);
        ConsentPage.note(request, state);
        switch (NextStep.onPage(state)) {
            case SHOW -> open(notice);
            case END_DENIED -> end();
            default -> goOn(context);
        }
    }

    private void open(@Nullable Notice notice) {
        boolean fresh = RequiredSignIn.isFresh(request);
        ConsentPage page = ConsentPage.open(request, settings);
        if (!isUnmet(page.signIn())) {
            context.challenge(ConsentForm.render(context, page, notice));
            request.audit().shown();
        } else if (fresh) {
            // The user has just signed in: to begin anew would lead here again.
            throw Refusal.UNMET.refuse(request, null, ConsentAudit.UNMET_AUTHENTICATION);
        } else {
            context.challenge(FlowRedirect.signInAnew(context));
        }
    }

    /** Turns one click on the page that the tab shows into one grant, or one denial. */
    void answer(MultivaluedMap<String, String> form) {
        Optional<PageInstance> page = PageInstance.of(request).filter(shown -> ConsentForm.isAnswerTo(shown, form));
        if (page.isEmpty()) {
            show(Notice.INTERRUPTED);
            return;
        }
        ConsentPage.Live live = ConsentPage.requireLive(request, settings);
        if (!page.get().bindingHash().equals(live.binding().hash())) {
            show(Notice.CHANGED);
        } else if (ConsentForm.isDenial(form)) {
            deny(live);
        } else if (isUnmet(RequiredSignIn.of(request, live.source().scopes()))) {
            context.challenge(FlowRedirect.signInAnew(context));
        } else {
            authorize(live, leftOut(live, form));
        }
    }

    private static boolean isUnmet(Optional<RequiredSignIn> signIn) {
        return signIn.isPresent() && !signIn.get().isMet();
    }

    /** A choice that the page does not offer was not made on the page. */
    private LeftOut leftOut(ConsentPage.Live live, MultivaluedMap<String, String> form) {
        try {
            return ConsentForm.leftOut(live.source().options(), form);
        } catch (IllegalArgumentException e) {
            throw Refusal.NOT_VALID.refuse(
                    request, live.binding().require(BindingField.PAGE), Reason.BINDING_MISMATCH.value());
        }
    }

    private void authorize(ConsentPage.Live page, LeftOut leftOut) {
        ConsentPage.Live live = page.without(request, leftOut);
        Binding binding = live.binding();
        try {
            @Nullable ConsentRecord record = DecisionRecord.of(request, live, leftOut, settings.record(), Decision.GRANTED);
            boolean forSession = live.source().lasts() != null;
            request.audit()
                    .granted(Decisions.authorize(request, binding, leftOut, settings.timeToLive(), record, forSession));
        } catch (AlreadyDecidedException e) {
            goOnWithTheFirstDecision(binding);
            return;
        }
        if (runsTheFlow()) {
            context.challenge(RestOfFlow.run(context));
        } else {
            goOn(context);
        }
    }

    /**
     * A pushed request is good for one sign-in (RFC 9126 4): a browser that has lost the answer to its click could not
     * ask again. So the click answers with a redirect, which can be followed once more.
     */
    private boolean runsTheFlow() {
        return request.returnsToFlow() && !RequestOrigin.isPushed(request.authSession());
    }

    private void deny(ConsentPage.Live live) {
        Binding binding = live.binding();
        try {
            Decisions.deny(
                    request,
                    binding,
                    DecisionRecord.of(request, live, LeftOut.NOTHING, settings.record(), Decision.DENIED));
        } catch (AlreadyDecidedException e) {
            goOnWithTheFirstDecision(binding);
            return;
        }
        request.audit().denied(binding.require(BindingField.PAGE));
        end();
    }

    private void end() {
        ConsentPage.close(request);
        // What Keycloak records next is that the sign-in ended, as on its own consent page.
        context.getEvent().event(EventType.LOGIN);
        context.failure();
    }

    /** The same page was posted twice at once: the other post decides. This post changes nothing and follows the other. */
    private void goOnWithTheFirstDecision(Binding binding) {
        context.getSession().getTransactionManager().setRollbackOnly();
        String path = ConcurrentRequest.awaitDecision(request, binding.require(BindingField.PAGE))
                .orElse(LoginActionsService.REQUIRED_ACTION);
        context.challenge(TabRedirect.to(Retry.locationAfter(request, path)));
    }

    /** Relieves the tab of the page. Where the authenticator asked, the flow has not ended: whatever comes after it must still run. */
    static void goOn(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        ConsentAction.settle(authSession);
        if (ConsentNotes.returnsToFlow(authSession)) {
            context.challenge(FlowRedirect.backIntoFlow(context));
            ConsentNotes.endReturnToFlow(authSession);
        } else {
            context.success();
        }
    }
}
