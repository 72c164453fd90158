package io.github.consentgrants.setup;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Ids of what a set-up makes. Two set-ups at once that make the same thing give it the same id, so the primary key lets one of them
 * through. No row has to be locked, and a cache that is behind does no harm.
 */
final class SteadyId {
    private SteadyId() {}

    /** Returns the id of what a realm calls {@code alias}, a flow or a required action. */
    static String of(String realmId, String alias) {
        byte[] name = ("consent-grants/setup/" + realmId + "/" + alias).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(name).toString();
    }
}
