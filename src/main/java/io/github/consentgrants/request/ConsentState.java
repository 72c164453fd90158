package io.github.consentgrants.request;

import io.github.consentgrants.grant.Decision;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the consent of one authorization request stands: computed from the tab's note of its page, its note of a click,
 * the row of the page in the database, and what this HTTP request has done itself. The state concerns only the browser
 * that was shown the page ({@link BrowserSecret}).
 *
 * <pre>{@code
 *              page shown          Authorize            consume            code made
 *   UNASKED ---------------> SHOWN ----------> APPROVED --------> CONSUMED ---------> ANSWERED
 *      ^                     | ^ |                | | ^               |
 *      |        page changed | | | Deny           | | |  no code made |
 *      |                     +-+ |      Deny,     | | +---------------+
 *      |                         v      not spent | |
 *      |                      DENIED <------------+ |
 *      +--------------------------------------------+
 *                 expired, changed, spent or lost: asked again
 * }</pre>
 *
 * {@code UNASKED} and {@code SHOWN} are changed by the page alone ({@link ConsentPage#open}), {@code APPROVED} and {@code DENIED} are
 * made by the user alone ({@link Decisions}), {@code CONSUMED} by the authenticator, the trigger or the guard
 * ({@link GrantConsumption}), {@code ANSWERED} by the guard. {@code DENIED} and {@code ANSWERED} are final.
 */
public enum ConsentState {
    /** The tab has no page. */
    UNASKED,
    /** The tab has a page, about which nothing is decided. */
    SHOWN,
    /** The page was authorized. Only a consume tells whether its grant can still be consumed. */
    APPROVED,
    /** The page was denied. */
    DENIED,
    /** This HTTP request has consumed the grant. */
    CONSUMED,
    /** This HTTP request answers the client. */
    ANSWERED;

    /**
     * Returns the state as far as the tab knows. A node can write the tab back as it was before the click, so where the note of a click
     * is missing the database is asked.
     */
    public static ConsentState of(ConsentRequest request) {
        Optional<String> page = PageInstance.of(request).map(PageInstance::id);
        return of(
                ConsentProgress.in(request.session()),
                page.isPresent(),
                page.filter(id -> ConsentNotes.isClicked(request.authSession(), id))
                        .isPresent(),
                () -> page.flatMap(id -> Decisions.of(request, id)));
    }

    /** Returns the state as the database has it: the note of a click can outlive its rollback. */
    public static ConsentState confirmed(ConsentRequest request) {
        Optional<String> page = PageInstance.of(request).map(PageInstance::id);
        return of(page.isPresent(), page.flatMap(id -> Decisions.of(request, id)));
    }

    static ConsentState of(
            ConsentProgress progress, boolean shown, boolean clickNoted, Supplier<Optional<Decision>> decided) {
        if (progress.isAnswered()) {
            return ANSWERED;
        }
        if (progress.consumed().isPresent()) {
            return CONSUMED;
        }
        return clickNoted ? APPROVED : of(shown, decided.get());
    }

    private static ConsentState of(boolean shown, Optional<Decision> decided) {
        return decided.map(decision -> decision == Decision.GRANTED ? APPROVED : DENIED)
                .orElse(shown ? SHOWN : UNASKED);
    }
}
