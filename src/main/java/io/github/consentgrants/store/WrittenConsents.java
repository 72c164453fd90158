package io.github.consentgrants.store;

import java.util.Collection;
import java.util.List;
import org.keycloak.provider.Provider;

/**
 * Remembers what the extension has written to Keycloak's own user consents, so that exactly that can be taken out
 * again. Takes part in the transaction of the {@link org.keycloak.models.KeycloakSession} that made it; after an
 * exception the caller rolls that transaction back. What belongs to a removed user, client, client scope or realm is
 * forgotten with it.
 */
public interface WrittenConsents extends Provider {
    /**
     * What is remembered of a realm.
     *
     * @param consents consents that were not there before
     * @param scopes scopes of these and of other consents
     */
    record Count(long consents, long scopes) {}

    /**
     * Remembers what this transaction writes to one consent, in the place of what was written to it before and is no longer
     * there: all, if the consent itself is among it, or else the same scopes.
     *
     * @param written to the consent of one user to one client, not empty
     */
    void remember(String realmId, Collection<WrittenConsent> written);

    /**
     * Forgets what was written to the consents of some users, and returns it. Concurrent callers never get the same
     * rows.
     *
     * @param users the largest number of users
     * @return all that was written to the consents of these users; empty if nothing is left, or another caller has
     *     taken it
     */
    List<WrittenConsent> take(String realmId, int users);

    /** Returns how much is remembered. */
    Count count(String realmId);
}
