package io.github.consentgrants.guard.token;

import io.github.consentgrants.grant.Digests;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.protocol.oidc.utils.OAuth2Code;

/**
 * Remembers who redeemed a code, so that a second use can be told from a retry. Kept only in realms that want to know, under a digest of
 * the code, for {@value #SECONDS} seconds after the code's own life.
 *
 * @param grantId grant of the code
 * @param sessionId user session of the code
 * @param presenter who has redeemed it
 */
record RedeemedCode(String grantId, String sessionId, CodePresenter presenter) {
    private static final String DOMAIN = "consent-grants/redeemed-code/v1";
    private static final String KEY = "consent-grant-redeemed:";
    private static final int SECONDS = 600;
    private static final String GRANT = "grant";
    private static final String SESSION = "session";

    static void remember(
            SingleUseObjectProvider objects, RealmModel realm, String value, String grantId, CodePresenter presenter) {
        Map<String, String> notes = new HashMap<>(presenter.notes());
        notes.put(GRANT, grantId);
        notes.put(SESSION, sessionOf(value));
        objects.put(key(realm, value), realm.getAccessCodeLifespan() + SECONDS, notes);
    }

    static Optional<RedeemedCode> find(SingleUseObjectProvider objects, RealmModel realm, String value) {
        @Nullable Map<String, String> notes = objects.get(key(realm, value));
        return notes == null
                ? Optional.empty()
                : Optional.of(new RedeemedCode(
                        notes.getOrDefault(GRANT, ""), notes.getOrDefault(SESSION, ""), CodePresenter.of(notes)));
    }

    private static String key(RealmModel realm, String value) {
        return KEY + Digests.sha256Hex(DOMAIN, List.of(realm.getId(), value));
    }

    /** A code is made of an id, the user session and the client ({@link OAuth2Code}, OAuth2CodeParser). */
    private static String sessionOf(String value) {
        String[] parts = value.split("\\.", -1);
        return parts.length > 1 ? parts[1] : "";
    }
}
