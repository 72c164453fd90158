package io.github.consentgrants.memory;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.ConsumeResult;
import io.github.consentgrants.grant.ConsumeResult.Consumed;
import io.github.consentgrants.grant.ConsumeResult.Refused;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.store.AlreadyDecidedException;
import io.github.consentgrants.store.ConsentGrantStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.common.util.Time;

/** Each method locks the grant first, then reads it, then decides. */
final class MemoryStore implements ConsentGrantStore {
    private final MemoryTransaction transaction;
    private final Set<String> consumedHere = new HashSet<>();

    MemoryStore(MemoryTransaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void mint(GrantToken token, Binding binding, Duration ttl, ConsentRecord record) {
        String id = grantId(binding);
        if (ttl.toMillis() <= 0 || !token.grantId().equals(id)) {
            throw new IllegalArgumentException("The token names another page, or the time to live is not positive");
        }
        if (transaction.lock(id).isPresent()) {
            throw new AlreadyDecidedException(id, new IllegalStateException("There is a grant with this id"));
        }
        transaction.put(
                id,
                new MemoryGrant(
                        Decision.GRANTED,
                        token.secretHash(),
                        binding.hash(),
                        token.fieldDigests(binding),
                        Time.currentTimeMillis() + ttl.toMillis(),
                        false,
                        false,
                        record));
    }

    @Override
    public void deny(Binding binding, ConsentRecord record) {
        String id = grantId(binding);
        Optional<MemoryGrant> found = transaction.lock(id);
        if (found.isEmpty()) {
            transaction.put(id, MemoryGrant.denial(binding.hash(), record));
            return;
        }
        MemoryGrant grant = found.get();
        if (grant.decision() == Decision.DENIED
                || grant.consumed()
                || !grant.bindingHash().equals(binding.hash())) {
            throw new AlreadyDecidedException(id, new IllegalStateException("The grant cannot be denied any more"));
        }
        transaction.put(id, grant.asDenied());
    }

    @Override
    public Optional<Decision> decision(String grantId) {
        return transaction.read(grantId).map(MemoryGrant::decision);
    }

    @Override
    public ConsumeResult consume(GrantToken token, Binding binding) {
        String id = token.grantId();
        MemoryGrant grant = transaction.lock(id).orElse(null);
        if (grant == null || grant.secretHash() == null || !Digests.equal(grant.secretHash(), token.secretHash())) {
            return new Refused(id, Reason.NOT_FOUND, Set.of());
        }
        if (!grant.bindingHash().equals(binding.hash())) {
            return new Refused(id, Reason.BINDING_MISMATCH, token.differingFields(grant.fieldDigests(), binding));
        }
        if (grant.consumed()) {
            return new Refused(id, Reason.CONSUMED, Set.of());
        }
        if (grant.expiresAt() <= Time.currentTimeMillis()) {
            return new Refused(id, Reason.EXPIRED, Set.of());
        }
        transaction.put(id, grant.withConsumed(true));
        consumedHere.add(id);
        return new Consumed(id);
    }

    @Override
    public void release(String grantId) {
        MemoryGrant grant = transaction.lock(grantId).orElse(null);
        if (!consumedHere.remove(grantId) || grant == null || grant.redeemed()) {
            throw new IllegalStateException("This transaction did not consume the grant " + grantId);
        }
        transaction.put(grantId, grant.withConsumed(false));
    }

    @Override
    public boolean redeem(String grantId) {
        MemoryGrant grant = transaction.lock(grantId).orElse(null);
        if (grant == null || grant.decision() == Decision.DENIED || !grant.consumed() || grant.redeemed()) {
            return false;
        }
        transaction.put(grantId, grant.asRedeemed());
        return true;
    }

    /** The page instance is the key, so the second decision about a page meets the first one. */
    private static String grantId(Binding binding) {
        for (BindingField field : List.of(BindingField.REALM, BindingField.CLIENT_UUID, BindingField.SUBJECT)) {
            binding.require(field);
        }
        return binding.require(BindingField.PAGE);
    }

    @Override
    public void close() {
        // The transaction ends with the session's.
    }
}
