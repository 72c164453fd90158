package io.github.consentgrants.memory;

import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Decision;

/**
 * What is kept of one decision. It never changes: a change is another one in its place. There is no token in it, only the hash.
 *
 * @param secretHash of the token's secret; null for a denial, so that no token matches it
 * @param fieldDigests with which the fields that differ are named; null for a denial
 * @param record null if none is kept
 */
record MemoryGrant(
        Decision decision,
        String secretHash,
        String bindingHash,
        String fieldDigests,
        long expiresAt,
        boolean consumed,
        boolean redeemed,
        ConsentRecord record) {
    static MemoryGrant denial(String bindingHash, ConsentRecord record) {
        return new MemoryGrant(Decision.DENIED, null, bindingHash, null, 0, false, false, record);
    }

    MemoryGrant withConsumed(boolean now) {
        return new MemoryGrant(decision, secretHash, bindingHash, fieldDigests, expiresAt, now, redeemed, record);
    }

    MemoryGrant asRedeemed() {
        return new MemoryGrant(decision, secretHash, bindingHash, fieldDigests, expiresAt, consumed, true, record);
    }

    /** The secret goes: no token matches it any more. */
    MemoryGrant asDenied() {
        return denial(bindingHash, record);
    }
}
