package io.github.consentgrants.request;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits, for a bounded time, for what another request of the same tab is about to commit. Keycloak commits the database
 * first and writes the authentication session after that; on the node that keeps the session, its notes can be read
 * even before either. So of two simultaneous requests one can see the note of a click without its row, or the row
 * without the note.
 */
final class BoundedWait {
    /** How long a request waits for another one that may be about to commit. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final long PAUSE_MILLIS = 20;

    private BoundedWait() {}

    /** Repeats {@code attempt} until its result is {@code enough} or the time is over, and returns the last result. */
    static <T> T until(Duration limit, Supplier<T> attempt, Predicate<? super T> enough) {
        long deadline = System.nanoTime() + limit.toNanos();
        T result = attempt.get();
        while (!enough.test(result) && System.nanoTime() < deadline && pause()) {
            result = attempt.get();
        }
        return result;
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
