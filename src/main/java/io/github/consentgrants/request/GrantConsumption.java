package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.audit.ConsentMetrics;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.ConsumeResult;
import io.github.consentgrants.grant.ConsumeResult.Consumed;
import io.github.consentgrants.grant.ConsumeResult.Refused;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.request.ConsentNotes.Notice;
import io.github.consentgrants.store.AlreadyDecidedException;
import io.github.consentgrants.store.ConsentGrantStore;
import java.time.Duration;
import java.util.function.Function;
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
     * Consumes the tab's grant, if it has one and nothing else is pending. A grant that expired, or that is bound to something
     * that has changed since, leads to another question; a spent or unknown one is a replay.
     *
     * @throws RuntimeException a {@link Refusal} for a replay, or if the store fails
     */
    public Outcome advance() {
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
        // A node can write the tab back as it was before the click, so the tab alone does not say that there was none.
        if (!ConsentNotes.isClicked(request.authSession()) && !ConsentPage.isDecided(request)) {
            return Outcome.ASK;
        }
        if (PendingActions.any(request)) {
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
            if (!ConsentNotes.isClicked(request.authSession())) {
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
        Binding binding = liveBinding();
        @Nullable String token = BrowserSecret.token(request).map(GrantToken::value).orElse(null);
        ConsumeResult result =
                Patience.until(() -> store(request, store -> store.consume(token, binding)), GrantConsumption::isFound);
        if (result instanceof Consumed consumed) {
            writeStockConsent();
            new ConsumedGrant(consumed.grantId(), binding.hash()).remember(request.session());
            ConsentMetrics.consumed(request.session());
        }
        return result;
    }

    /** Two first sign-ins of one user at a client, at the same time: Keycloak keeps one consent, so one of them has to wait. */
    private void writeStockConsent() {
        try {
            StockConsent.write(request);
        } catch (ModelDuplicateException e) {
            LOG.debugf(
                    "Another sign-in has written the consent of client '%s'",
                    request.client().getClientId());
            throw Retry.of(request);
        }
    }

    private static boolean isFound(ConsumeResult result) {
        return !(result instanceof Refused refused && refused.reason() == Reason.NOT_FOUND);
    }

    private Binding liveBinding() {
        return ConsentPage.liveBinding(request, settings)
                .orElseThrow(() -> Refusal.NOT_ASKED.of(request, null, Reason.NOT_FOUND.value()));
    }

    private Outcome askAgain(Refused refused) {
        switch (refused.reason()) {
            case EXPIRED -> ConsentNotes.setNotice(request.authSession(), Notice.EXPIRED);
            case BINDING_MISMATCH -> ConsentNotes.setNotice(request.authSession(), Notice.CHANGED);
            case CONSUMED -> throw afterOtherRequest(refused);
            case NOT_FOUND -> throw refusal(refused);
        }
        ConsentPage.forget(request);
        request.audit().askedAgain(refused.grantId(), refused.reason().value(), refused.differing());
        return Outcome.ASK;
    }

    /** Another request of the tab has used the grant, and is about to end the tab; if it does not, this is a replay. */
    private RuntimeException afterOtherRequest(Refused refused) {
        return OtherRequest.awaitEnd(request) ? Retry.of(request) : refusal(refused);
    }

    private RuntimeException refusal(Refused refused) {
        Refusal kind = refused.reason() == Reason.CONSUMED ? Refusal.ALREADY_USED : Refusal.NOT_VALID;
        return kind.of(request, refused.grantId(), refused.reason().value());
    }

    /**
     * Records that the user authorized {@code binding}, which is that of the tab's page.
     *
     * @return the id of the grant
     * @throws AlreadyDecidedException as the store does
     * @throws RuntimeException a {@link Refusal} if it may not be the user, or if the store fails
     */
    public static String mint(ConsentRequest request, Binding binding, Duration ttl) {
        requireUser(request);
        GrantToken token = BrowserSecret.token(request)
                .orElseThrow(() -> Refusal.NOT_VALID.of(request, null, ConsentAudit.OTHER_BROWSER));
        store(request, store -> {
            store.mint(token, binding, ttl);
            return token;
        });
        ConsentNotes.setClicked(request.authSession());
        return token.grantId();
    }

    /**
     * Makes sure that it is the user who is asked, and who decides.
     *
     * @throws RuntimeException a {@link Refusal} if it may be an administrator in the user's name
     */
    private static void requireUser(ConsentRequest request) {
        if (Impersonation.isPossible(request)) {
            throw Refusal.IMPERSONATED.of(request, null, ConsentAudit.IMPERSONATED);
        }
    }

    /**
     * Runs {@code work} on the realm's store; a store that is missing or fails is a refusal.
     *
     * @throws AlreadyDecidedException as the store does
     */
    public static <T> T store(ConsentRequest request, Function<ConsentGrantStore, T> work) {
        @Nullable ConsentGrantStore store = request.session().getProvider(ConsentGrantStore.class);
        if (store == null) {
            LOG.errorf(
                    "No consent grant store is in force, so the request of client '%s' in realm '%s' is refused, as every one"
                            + " of a gated client will be. Check the settings spi-consent-grant-store--*",
                    request.client().getClientId(), request.realm().getName());
            throw Refusal.UNAVAILABLE.of(request, null, ConsentAudit.STORE_MISSING);
        }
        try {
            return work.apply(store);
        } catch (AlreadyDecidedException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "The consent grant store failed: the request of client '%s' in realm '%s', user '%s', is refused."
                            + " Check the database and the table CG_CONSENT_GRANT; users can try again at once",
                    request.client().getClientId(),
                    request.realm().getName(),
                    request.user().getId());
            throw Refusal.UNAVAILABLE.of(request, null, ConsentAudit.STORE_FAILED);
        }
    }
}
