package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.store.AlreadyDecidedException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The user's decision about a page: it is in the database and nowhere else. */
public final class Decisions {
    private Decisions() {}

    /** Returns what was decided about a page. That nothing was is remembered, because trigger and page ask in one request. */
    static Optional<Decision> of(ConsentRequest request, String pageId) {
        if (ConsentProgress.in(request.session()).isUndecided(pageId)) {
            return Optional.empty();
        }
        return note(request, pageId, read(request, pageId));
    }

    private static Optional<Decision> note(ConsentRequest request, String pageId, Optional<Decision> decision) {
        if (decision.isEmpty()) {
            ConsentProgress.in(request.session()).undecided(pageId);
        }
        return decision;
    }

    private static Optional<Decision> read(ConsentRequest request, String pageId) {
        return StoreCall.in(request, store -> store.decision(pageId));
    }

    /** Waits, for a bounded time, for a decision that another request may be about to commit, and returns it. */
    static Optional<Decision> await(ConsentRequest request, String pageId) {
        return note(
                request,
                pageId,
                BoundedWait.until(BoundedWait.LIMIT, () -> read(request, pageId), Optional::isPresent));
    }

    /**
     * Records that the user authorized {@code binding}, which is that of the tab's page, in the transaction of the request.
     *
     * @param leftOut what the user has left out; the binding is without it
     * @param record to keep with the grant; null for none
     * @param forSession whether the page said that the approval lasts for the session
     * @return the id of the grant
     * @throws AlreadyDecidedException as the store does
     * @throws RuntimeException a {@link Refusal} if it may be an administrator who impersonates the user, or if the
     *     store fails
     */
    public static String authorize(
            ConsentRequest request,
            Binding binding,
            LeftOut leftOut,
            Duration ttl,
            @Nullable ConsentRecord record,
            boolean forSession) {
        Impersonation.refuseIfPossible(request);
        String pageId = binding.require(BindingField.PAGE);
        GrantToken token = BrowserSecret.token(request, pageId)
                .orElseThrow(() -> Refusal.NOT_VALID.refuse(request, null, ConsentAudit.OTHER_BROWSER));
        StoreCall.in(request, store -> {
            if (forSession) {
                store.mintForSession(token, binding, ttl, record);
            } else {
                store.mint(token, binding, ttl, record);
            }
            return token;
        });
        ConsentProgress.in(request.session()).approved(binding);
        ConsentNotes.setClicked(request.authSession(), pageId, leftOut);
        return token.grantId();
    }

    /**
     * Records that the user denied {@code binding}, in a transaction of its own: a denial stands, whatever becomes of this
     * request. An approval of the same page that nothing has used yet is revoked.
     *
     * @param record to keep with the denial; null for none
     * @throws AlreadyDecidedException if the page was denied before, or its grant was consumed: then it is too late
     * @throws RuntimeException a {@link Refusal} if the store fails
     */
    public static void deny(ConsentRequest request, Binding binding, @Nullable ConsentRecord record) {
        try {
            StoreCall.alone(request, store -> store.deny(binding, record));
        } catch (AlreadyDecidedException e) {
            // An approval was being committed meanwhile: only now can it be revoked.
            StoreCall.alone(request, store -> store.deny(binding, record));
        }
        ConsentProgress.in(request.session()).denied();
    }
}
