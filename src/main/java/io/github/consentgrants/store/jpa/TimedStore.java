package io.github.consentgrants.store.jpa;

import io.github.consentgrants.audit.ConsentMetrics;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.ConsumeResult;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.store.ConsentGrantStore;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Measures how long the store takes, its waiting for rows and connections included, whether it succeeds or throws. */
final class TimedStore implements ConsentGrantStore {
    private static final Timer MINT = ConsentMetrics.storeTimer("mint");
    private static final Timer DERIVE = ConsentMetrics.storeTimer("derive");
    private static final Timer DENY = ConsentMetrics.storeTimer("deny");
    private static final Timer DECISION = ConsentMetrics.storeTimer("decision");
    private static final Timer CONSUME = ConsentMetrics.storeTimer("consume");
    private static final Timer RELEASE = ConsentMetrics.storeTimer("release");
    private static final Timer REDEEM = ConsentMetrics.storeTimer("redeem");

    private final ConsentGrantStore store;

    TimedStore(ConsentGrantStore store) {
        this.store = store;
    }

    @Override
    public void mint(GrantToken token, Binding binding, Duration ttl, @Nullable ConsentRecord record) {
        MINT.record(() -> store.mint(token, binding, ttl, record));
    }

    @Override
    public void mintForSession(GrantToken token, Binding binding, Duration ttl, @Nullable ConsentRecord record) {
        MINT.record(() -> store.mintForSession(token, binding, ttl, record));
    }

    @Override
    public boolean derive(
            GrantToken token,
            Binding binding,
            Duration ttl,
            @Nullable ConsentRecord record,
            String parentId,
            Instant approvedAfter) {
        return DERIVE.record(() -> store.derive(token, binding, ttl, record, parentId, approvedAfter));
    }

    @Override
    public void deny(Binding binding, @Nullable ConsentRecord record) {
        DENY.record(() -> store.deny(binding, record));
    }

    @Override
    public Optional<Decision> decision(String grantId) {
        return DECISION.record(() -> store.decision(grantId));
    }

    @Override
    public ConsumeResult consume(GrantToken token, Binding binding) {
        return CONSUME.record(() -> store.consume(token, binding));
    }

    @Override
    public void release(String grantId) {
        RELEASE.record(() -> store.release(grantId));
    }

    @Override
    public boolean redeem(String grantId) {
        return REDEEM.record(() -> store.redeem(grantId));
    }

    @Override
    public void close() {
        store.close();
    }
}
