package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsumeResult;
import io.github.consentgrants.grant.ConsumeResult.Consumed;
import io.github.consentgrants.grant.ConsumeResult.Refused;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.request.ConsentNotes.Notice;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ModelDuplicateException;

/** Consumes the grant of a request, once, in the transaction that will issue the code. */
public final class GrantConsumption {
    private static final Logger LOG = Logger.getLogger(GrantConsumption.class);

    /** Where a request stands. */
    public enum Outcome {
        /** This request has consumed its grant. */
        CONSUMED,
        /** A grant is there, but the user has something else to do first; it is left for the request that ends that. */
        PENDING,
        /** There is no grant that could be consumed: the user must be asked. */
        ASK
    }

    private final ConsentRequest request;
    private final GateSettings settings;

    public GrantConsumption(ConsentRequest request, GateSettings settings) {
        this.request = request;
        this.settings = settings;
    }

    /**
     * Consumes the tab's grant, if it has one and nothing else is pending. A grant that cannot be used any more, for whichever
     * reason, leads to another question.
     *
     * @param unfinished whether the caller knows of something else that comes before the code
     * @throws RuntimeException a {@link Refusal} if the grant is another browser's or tab's, or if the store fails
     */
    public Outcome advance(boolean unfinished) {
        if (ConsumedGrant.of(request.session()).isPresent()) {
            return Outcome.CONSUMED;
        }
        // If nothing was left yet, the user has just signed in, here: in the answer to this very request.
        BrowserSecret.leave(request, settings.pageSeconds(request.realm()));
        BrowserSecret.require(request);
        if (PageInstance.of(request).isEmpty()) {
            // Once a page: a session that comes later is seen at the click and at the code.
            requireUser(request);
            return Outcome.ASK;
        }
        if (!ConsentPage.isClicked(request)) {
            return Outcome.ASK;
        }
        if (unfinished || PendingActions.any(request)) {
            return Outcome.PENDING;
        }
        ConsumeResult result = consume();
        return result instanceof Refused refused ? askAgain(refused) : Outcome.CONSUMED;
    }

    /**
     * Makes sure that this request has consumed a grant for exactly what it is about to be answered with.
     *
     * @return the id of the grant
     * @throws RuntimeException a {@link Refusal} in every other case
     */
    public String require() {
        if (ConsumedGrant.of(request.session()).isEmpty()) {
            if (!ConsentPage.isClicked(request)) {
                throw Refusal.NOT_ASKED.of(request, null, Reason.NOT_FOUND.value());
            }
            if (consume() instanceof Refused refused) {
                throw refusal(refused);
            }
        }
        ConsumedGrant consumed = ConsumedGrant.of(request.session()).orElseThrow();
        boolean same = liveBinding().hash().equals(consumed.bindingHash());
        if (!same) {
            throw Refusal.NOT_VALID.of(request, consumed.grantId(), Reason.BINDING_MISMATCH.value());
        }
        return consumed.grantId();
    }

    private ConsumeResult consume() {
        Binding binding = ApprovedBinding.of(request).orElseGet(this::liveBinding);
        ConsumeResult result = consume(binding);
        if (isNotFound(result) && Decisions.await(request, pageId(binding)).isPresent()) {
            result = consume(binding);
        }
        if (result instanceof Consumed consumed) {
            new ConsumedGrant(consumed.grantId(), binding.hash()).remember(request);
            writeStockConsent();
        }
        return result;
    }

    private ConsumeResult consume(Binding binding) {
        @Nullable String token = BrowserSecret.token(request, pageId(binding))
                .map(GrantToken::value)
                .orElse(null);
        return StoreCall.in(request, store -> store.consume(token, binding));
    }

    private static String pageId(Binding binding) {
        return binding.require(BindingField.PAGE);
    }

    /**
     * Two first sign-ins of one user at a client, at the same time: Keycloak keeps one consent, so one of them has to wait. Whatever
     * else the database does not take leaves the transaction unusable.
     */
    private void writeStockConsent() {
        try {
            StockConsent.write(request);
        } catch (ModelDuplicateException e) {
            LOG.debugf(
                    "Another sign-in has written the consent of client '%s'",
                    request.client().getClientId());
            throw Retry.of(request);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "The consent to client '%s' in realm '%s' cannot be stored, so the request is refused",
                    request.client().getClientId(),
                    request.realm().getName());
            throw Refusal.UNAVAILABLE.of(request, null, ConsentAudit.STORE_FAILED);
        }
    }

    private static boolean isNotFound(ConsumeResult result) {
        return result instanceof Refused refused && refused.reason() == Reason.NOT_FOUND;
    }

    private Binding liveBinding() {
        return ConsentPage.liveBinding(request, settings)
                .orElseThrow(() -> Refusal.NOT_ASKED.of(request, null, Reason.NOT_FOUND.value()));
    }

    private Outcome askAgain(Refused refused) {
        switch (refused.reason()) {
            case EXPIRED -> ConsentNotes.setNotice(request.authSession(), Notice.EXPIRED);
            case BINDING_MISMATCH -> ConsentNotes.setNotice(request.authSession(), Notice.CHANGED);
            case CONSUMED -> awaitOtherRequest();
            case NOT_FOUND -> {
                Optional<Decision> decided = ConsentPage.decided(request);
                if (decided.equals(Optional.of(Decision.DENIED))) {
                    // The page will say so.
                    return Outcome.ASK;
                }
                requireNoRow(refused, decided);
            }
        }
        ConsentPage.forget(request);
        request.audit().askedAgain(refused.grantId(), refused.reason().value(), refused.differing());
        return Outcome.ASK;
    }

    /** Another request of the tab has used the grant and is about to end the tab; if it does not, it was interrupted. */
    private void awaitOtherRequest() {
        if (ConcurrentRequest.awaitEnd(request)) {
            throw Retry.afterEnd(request);
        }
        ConsentNotes.setNotice(request.authSession(), Notice.INTERRUPTED);
    }

    /** A click that was rolled back has left no row; where there is one, it is another browser's or tab's. */
    private void requireNoRow(Refused refused, Optional<Decision> decided) {
        if (decided.isPresent()) {
            throw refusal(refused);
        }
        ConsentNotes.setNotice(request.authSession(), Notice.INTERRUPTED);
    }

    private RuntimeException refusal(Refused refused) {
        Refusal kind = refused.reason() == Reason.CONSUMED ? Refusal.ALREADY_USED : Refusal.NOT_VALID;
        return kind.of(request, refused.grantId(), refused.reason().value());
    }

    /**
     * Makes sure that it is the user who is asked, and who decides.
     *
     * @throws RuntimeException a {@link Refusal} if it may be an administrator in the user's name
     */
    static void requireUser(ConsentRequest request) {
        if (Impersonation.isPossible(request)) {
            throw Refusal.IMPERSONATED.of(request, null, ConsentAudit.IMPERSONATED);
        }
    }
}
