package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.DeviceTab;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsumeResult;
import io.github.consentgrants.grant.ConsumeResult.Consumed;
import io.github.consentgrants.grant.ConsumeResult.Refused;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.policy.AskFacts;
import io.github.consentgrants.policy.AskRule;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Consumes the grant of a request, once, in the transaction that will issue the code. */
public final class GrantConsumption {
    private static final Logger LOG = Logger.getLogger(GrantConsumption.class);

    private final ConsentRequest request;
    private final GateSettings settings;

    public GrantConsumption(ConsentRequest request, GateSettings settings) {
        this.request = request;
        this.settings = settings;
    }

    /**
     * Takes a step that concerns the grant. If the grant can no longer be consumed, the user is asked again.
     *
     * @param flowComplete whether the flow has no step left: only then a grant is derived, because it is spent at once
     * @return {@link NextStep#ASK} if the user must be asked, now or instead; else the step that was taken
     * @throws RuntimeException a {@link Refusal} if the grant is another browser's or tab's, or if the store fails
     */
    public NextStep take(NextStep step, boolean flowComplete) {
        // If the tab has left no key yet, the user has just signed in, in this very request.
        BrowserSecret.leave(request, settings.pageSeconds(request.realm()));
        BrowserSecret.require(request);
        if (step == NextStep.ASK && PageInstance.of(request).isEmpty()) {
            return firstPage(flowComplete);
        }
        if (step == NextStep.CONSUME) {
            if (consume() instanceof Refused refused) {
                askAgain(refused);
                return NextStep.ASK;
            }
            hideDevice();
        }
        return step;
    }

    /** Keycloak would ask once more. A tab that is kept in this node's memory is put back if nothing of this request stays. */
    private void hideDevice() {
        AuthenticationSessionModel tab = request.authSession();
        if (DeviceTab.is(tab)) {
            DeviceTab.hide(tab);
            TabTurn.onRollback(request.session(), () -> {
                if (ConcurrentRequest.isInCache(request.session())) {
                    DeviceTab.show(tab);
                }
            });
        }
    }

    /** Once for each page: the click and the guard look at a session that comes later. */
    private NextStep firstPage(boolean flowComplete) {
        AskFacts facts = Exemption.facts(request);
        Optional<AskRule> exempt = Exemption.of(facts);
        if (exempt.isPresent()) {
            if (flowComplete) {
                request.event().detail(ConsentAudit.RULE, exempt.get().id());
                // Otherwise Keycloak would ask instead, on its own page.
                writeStockConsent();
            }
            return NextStep.GO_ON;
        }
        SessionApproval approvals = new SessionApproval(request, settings);
        Optional<SessionApproval.Covered> covered = approvals.find(facts);
        if (covered.isPresent() && (!flowComplete || PendingActions.any(request))) {
            return NextStep.WAIT;
        }
        if (covered.isPresent() && approvals.derive(covered.get())) {
            if (spend(covered.get().page().binding()) instanceof Refused refused) {
                throw refusal(refused);
            }
            return NextStep.CONSUME;
        }
        if (!request.isPassive()) {
            Impersonation.refuseIfPossible(request);
        }
        return NextStep.ASK;
    }

    /**
     * Makes sure that this request has consumed a grant for exactly what it is about to be answered with.
     *
     * @param userSession that the answer is about
     * @return the id of the grant
     * @throws RuntimeException a {@link Refusal} in every other case */
    public String require(UserSessionModel userSession) {
        Optional<ConsumedGrant> before = ConsentProgress.in(request.session()).consumed();
        ConsumedGrant consumed = before.isPresent() ? before.get() : consumeNow();
        ConsentPage.Live live = ConsentPage.requireApproved(request, settings);
        if (!live.binding().hash().equals(consumed.bindingHash())) {
            throw Refusal.NOT_VALID.refuse(request, consumed.grantId(), Reason.BINDING_MISMATCH.value());
        }
        SessionApproval.requireStill(request, live, userSession);
        SessionApproval.keep(request, live, userSession, consumed.grantId());
        return consumed.grantId();
    }

    private ConsumedGrant consumeNow() {
        if (ConsentState.of(request) != ConsentState.APPROVED) {
            throw Refusal.NOT_ASKED.refuse(request, null, Reason.NOT_FOUND.value());
        }
        if (consume() instanceof Refused refused) {
            throw refusal(refused);
        }
        return ConsentProgress.in(request.session()).consumed().orElseThrow();
    }

    private ConsumeResult consume() {
        ConsentProgress progress = ConsentProgress.in(request.session());
        return spend(PageInstance.of(request)
                .flatMap(page -> progress.approved(page.id(), request.user().getId()))
                .orElseGet(this::liveBinding));
    }

    private ConsumeResult spend(Binding binding) {
        ConsumeResult result = consume(binding);
        if (isNotFound(result) && Decisions.await(request, pageId(binding)).isPresent()) {
            result = consume(binding);
        }
        if (result instanceof Consumed consumed) {
            ConsentProgress.in(request.session()).consumed(new ConsumedGrant(consumed.grantId(), binding.hash()));
            ReleaseWithoutCode.unlessAnswered(request, consumed.grantId());
            GrantedScopes.narrow(request, LeftOut.of(request.authSession(), pageId(binding)));
            writeStockConsent();
        }
        return result;
    }

    private ConsumeResult consume(Binding binding) {
        Optional<GrantToken> token = BrowserSecret.token(request, pageId(binding));
        return token.isEmpty()
                ? Refused.notFound()
                : StoreCall.in(request, store -> store.consume(token.get(), binding));
    }

    private static String pageId(Binding binding) {
        return binding.require(BindingField.PAGE);
    }

    /**
     * Two first sign-ins of one user at a client, at the same time: Keycloak keeps one consent, so one of them is done
     * again. Any other failure of the database leaves the transaction unusable.
     */
    private void writeStockConsent() {
        try {
            StockConsent.write(request);
        } catch (ModelDuplicateException e) {
            LOG.debugf(
                    "Another sign-in has written the consent of client '%s'",
                    request.client().getClientId());
            throw Retry.retry(request);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "The consent to client '%s' in realm '%s' cannot be stored, so the request is refused",
                    request.client().getClientId(),
                    request.realm().getName());
            throw Refusal.UNAVAILABLE.refuse(request, null, ConsentAudit.STORE_FAILED);
        }
    }

    private static boolean isNotFound(ConsumeResult result) {
        return result instanceof Refused refused && refused.reason() == Reason.NOT_FOUND;
    }

    private Binding liveBinding() {
        return ConsentPage.requireLiveBinding(request, settings);
    }

    private void askAgain(Refused refused) {
        AfterRefusedConsume next = AfterRefusedConsume.of(refused.reason(), () -> ConsentState.confirmed(request));
        if (next == AfterRefusedConsume.SHOW_DENIAL) {
            return;
        }
        if (next == AfterRefusedConsume.REFUSE) {
            throw refusal(refused);
        }
        if (next == AfterRefusedConsume.AWAIT_OTHER && ConcurrentRequest.awaitEnd(request)) {
            throw Retry.follow(request, ConcurrentRequest.ENDED);
        }
        next.notice().ifPresent(notice -> ConsentNotes.setNotice(request.authSession(), notice));
        ConsentPage.forget(request);
        request.audit().askedAgain(refused.grantId(), refused.reason().value(), refused.differing());
    }

    private RuntimeException refusal(Refused refused) {
        Refusal kind = refused.reason() == Reason.CONSUMED ? Refusal.ALREADY_USED : Refusal.NOT_VALID;
        return kind.refuse(request, refused.grantId(), refused.reason().value());
    }
}
