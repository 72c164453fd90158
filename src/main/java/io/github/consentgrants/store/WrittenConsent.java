package io.github.consentgrants.store;

import org.jspecify.annotations.Nullable;

/**
 * What was written to Keycloak's own consent of a user: a scope, or the consent itself.
 *
 * @param userId whose consent it is
 * @param clientUuid to which client
 * @param scopeId the client scope; null for the consent itself, which was not there before
 * @param parameter of a parameterized scope
 * @param writtenAt milliseconds since 1970-01-01T00:00Z; a consent that was created later is another consent
 */
public record WrittenConsent(
        String userId,
        String clientUuid,
        @Nullable String scopeId,
        @Nullable String parameter,
        long writtenAt) {
    /** Says whether it is the consent itself. */
    public boolean isConsent() {
        return scopeId == null;
    }
}
