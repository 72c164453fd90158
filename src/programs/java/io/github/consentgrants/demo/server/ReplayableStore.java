package io.github.consentgrants.demo.server;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.ConsumeResult;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.store.ConsentGrantStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store {@code jpa}, which decides everything, and a memory of what was presented to it last. For the demo alone: a token
 * is a secret that nobody else keeps.
 */
final class ReplayableStore implements ConsentGrantStore {
    private static volatile Presentation last;

    private final ConsentGrantStore store;

    ReplayableStore(ConsentGrantStore store) {
        this.store = store;
    }

    private record Presentation(GrantToken token, Binding binding) {}

    /** Presents the last token with its binding once more. */
    Optional<ConsumeResult> replay() {
        return Optional.ofNullable(last).map(presented -> store.consume(presented.token(), presented.binding()));
    }

    @Override
    public ConsumeResult consume(GrantToken token, Binding binding) {
        last = new Presentation(token, binding);
        return store.consume(token, binding);
    }

    @Override
    public void mint(GrantToken token, Binding binding, Duration ttl, @Nullable ConsentRecord record) {
        store.mint(token, binding, ttl, record);
    }

    @Override
    public void mintForSession(GrantToken token, Binding binding, Duration ttl, @Nullable ConsentRecord record) {
        store.mintForSession(token, binding, ttl, record);
    }

    @Override
    public boolean derive(
            GrantToken token,
            Binding binding,
            Duration ttl,
            @Nullable ConsentRecord record,
            String parentId,
            Instant approvedAfter) {
        return store.derive(token, binding, ttl, record, parentId, approvedAfter);
    }

    @Override
    public void deny(Binding binding, @Nullable ConsentRecord record) {
        store.deny(binding, record);
    }

    @Override
    public Optional<Decision> decision(String grantId) {
        return store.decision(grantId);
    }

    @Override
    public void release(String grantId) {
        store.release(grantId);
    }

    @Override
    public boolean redeem(String grantId) {
        return store.redeem(grantId);
    }

    @Override
    public void close() {}
}
