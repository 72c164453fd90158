package io.github.consentgrants.memory;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What all transactions of the server share: what was committed, and the locks. */
final class MemoryTable {
    private static final int LOCKS = 1_024;
    /** A request that waits holds a thread. */
    private static final int PATIENCE_SECONDS = 5;

    private final Map<String, MemoryGrant> committed = new ConcurrentHashMap<>();
    private final Semaphore[] locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new Semaphore(1)).toArray(Semaphore[]::new);

    Optional<MemoryGrant> committed(String id) {
        return Optional.ofNullable(committed.get(id));
    }

    void commit(Map<String, MemoryGrant> changes) {
        committed.putAll(changes);
    }

    Semaphore lockOf(String id) {
        return locks[Math.floorMod(id.hashCode(), LOCKS)];
    }

    /** Waits for the transaction that holds the lock. If that takes too long, the request is refused. */
    static void acquire(Semaphore lock) {
        try {
            if (!lock.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Another transaction holds the grant");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
