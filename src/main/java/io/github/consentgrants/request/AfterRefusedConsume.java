package io.github.consentgrants.request;

import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.request.ConsentNotes.Notice;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What follows a refused consume before the code: the user is asked again wherever an honest user can get into this case. */
enum AfterRefusedConsume {
    /** The approval was not used in time. */
    ASK_EXPIRED(Notice.EXPIRED),
    /** Something has changed since the click. */
    ASK_CHANGED(Notice.CHANGED),
    /**
     * Another request of the tab has used the grant and is about to end the tab. If the tab does not end, that request
     * was interrupted.
     */
    AWAIT_OTHER(Notice.INTERRUPTED),
    /** The click was rolled back and has left no row. */
    ASK_INTERRUPTED(Notice.INTERRUPTED),
    /** The page was denied. Opened again, it tells the client so. */
    SHOW_DENIAL(null),
    /** There is a row, and it belongs to another browser or tab. */
    REFUSE(null);

    private final @Nullable Notice notice;

    AfterRefusedConsume(@Nullable Notice notice) {
        this.notice = notice;
    }

    /** Returns why the page is shown again; nothing if it is not. */
    Optional<Notice> notice() {
        return Optional.ofNullable(notice);
    }

    /**
     * Returns what follows.
     *
     * @param confirmed the state as the database has it; read only if the grant was not found
     */
    static AfterRefusedConsume of(Reason reason, Supplier<ConsentState> confirmed) {
        return switch (reason) {
            case EXPIRED -> ASK_EXPIRED;
            case BINDING_MISMATCH -> ASK_CHANGED;
            case CONSUMED -> AWAIT_OTHER;
            case NOT_FOUND ->
                switch (confirmed.get()) {
                    case DENIED -> SHOW_DENIAL;
                    case UNASKED, SHOWN -> ASK_INTERRUPTED;
                    case APPROVED, CONSUMED, ANSWERED -> REFUSE;
                };
        };
    }
}
