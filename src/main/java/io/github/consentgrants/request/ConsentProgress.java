package io.github.consentgrants.request;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * What this very HTTP request has done about the consent of its tab. It lives in the Keycloak session, which ends with the request and
 * its transaction: no fork, restart or other tab can inherit it.
 */
public final class ConsentProgress {
    private static final String ATTRIBUTE = ConsentProgress.class.getName();

    private @Nullable String undecidedPage;
    private @Nullable Binding approved;
    private @Nullable ConsumedGrant consumed;
    private @Nullable Narrowing narrowing;
    private @Nullable DerivedGrant derived;
    private @Nullable String endedTab;
    private @Nullable String rootOfOtherPages;
    private boolean answered;
    private boolean runningTheFlow;
    private boolean keepingTime;
    private boolean denied;

    private ConsentProgress() {}

    /** Returns the progress of the HTTP request that the session belongs to. The first call makes it. */
    public static ConsentProgress in(KeycloakSession session) {
        @Nullable ConsentProgress known = session.getAttribute(ATTRIBUTE, ConsentProgress.class);
        if (known != null) {
            return known;
        }
        ConsentProgress fresh = new ConsentProgress();
        session.setAttribute(ATTRIBUTE, fresh);
        return fresh;
    }

    /** Returns the grant that this request has consumed, if any. */
    public Optional<ConsumedGrant> consumed() {
        return Optional.ofNullable(consumed);
    }

    void consumed(ConsumedGrant grant) {
        consumed = grant;
    }

    /** Returns what the tab's parameter was before this request narrowed it; empty if it has not. */
    Optional<Narrowing> narrowing() {
        return Optional.ofNullable(narrowing);
    }

    void narrowed(Narrowing before) {
        narrowing = before;
    }

    /** Returns the grant that this request has derived, if any. */
    Optional<DerivedGrant> derived() {
        return Optional.ofNullable(derived);
    }

    void derived(DerivedGrant grant) {
        derived = grant;
    }

    /** Remembers that this request runs the flow that has asked. */
    public void runTheFlow() {
        runningTheFlow = true;
    }

    boolean runsTheFlow() {
        return runningTheFlow;
    }

    /** Says that the client is being answered: the grant that this transaction has consumed stays spent. */
    public void answered() {
        answered = true;
    }

    boolean isAnswered() {
        return answered;
    }

    /** Says whether this request has minted a grant. */
    boolean hasApproved() {
        return approved != null;
    }

    /**
     * Remembers the binding for which this request has minted: the live one, which was just compared with the page. A
     * consume in the same request need not build it again. The guard builds a fresh binding, after everything else, and
     * compares that.
     */
    void approved(Binding binding) {
        approved = binding;
    }

    /** Returns the approved binding if it is of this page and user. */
    Optional<Binding> approved(String pageId, String userId) {
        return Optional.ofNullable(approved)
                .filter(binding -> binding.require(BindingField.PAGE).equals(pageId))
                .filter(binding -> binding.require(BindingField.SUBJECT).equals(userId));
    }

    void denied() {
        denied = true;
    }

    /** Says whether this request has led the tab on: by the user's click, or by an answer to the client. */
    boolean hasMovedOn() {
        return hasApproved() || denied || answered;
    }

    /** Remembers that nothing was decided about a page, so that the database is asked once. */
    void undecided(String pageId) {
        undecidedPage = pageId;
    }

    boolean isUndecided(String pageId) {
        return pageId.equals(undecidedPage);
    }

    /** Remembers which tab ends in this request. */
    void ended(String tabId) {
        endedTab = tabId;
    }

    boolean hasEnded(String tabId) {
        return Objects.equals(tabId, endedTab);
    }

    /** Says whether this is the first call of this request, so that other pages keep their time once. */
    boolean beginsToKeepTime() {
        boolean first = !keepingTime;
        keepingTime = true;
        return first;
    }

    /** Remembers the root session in which other consent pages were open when this request came; null if none were. */
    void rootOfOtherPages(@Nullable String rootId) {
        rootOfOtherPages = rootId;
    }

    Optional<String> rootOfOtherPages() {
        return Optional.ofNullable(rootOfOtherPages);
    }
}
