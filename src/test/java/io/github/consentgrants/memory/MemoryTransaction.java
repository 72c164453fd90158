package io.github.consentgrants.memory;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.keycloak.models.AbstractKeycloakTransaction;

/**
 * What one session changes. Others see it when Keycloak's transaction has committed, and never if it rolls back. A grant that it has
 * changed is locked until then, as the row of a database is.
 */
final class MemoryTransaction extends AbstractKeycloakTransaction {
    private final MemoryTable table;
    private final Map<String, MemoryGrant> changes = new HashMap<>();
    private final Set<Semaphore> held = Collections.newSetFromMap(new IdentityHashMap<>());

    MemoryTransaction(MemoryTable table) {
        this.table = table;
    }

    /** Returns the grant as this transaction sees it. */
    Optional<MemoryGrant> read(String id) {
        MemoryGrant own = changes.get(id);
        return own == null ? table.committed(id) : Optional.of(own);
    }

    /** Returns the grant, which nobody else can change until this transaction ends. */
    Optional<MemoryGrant> lock(String id) {
        Semaphore lock = table.lockOf(id);
        if (!held.contains(lock)) {
            MemoryTable.acquire(lock);
            held.add(lock);
        }
        return read(id);
    }

    void put(String id, MemoryGrant grant) {
        changes.put(id, grant);
    }

    @Override
    protected void commitImpl() {
        table.commit(changes);
        release();
    }

    @Override
    protected void rollbackImpl() {
        release();
    }

    private void release() {
        changes.clear();
        held.forEach(Semaphore::release);
        held.clear();
    }
}
