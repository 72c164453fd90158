package io.github.consentgrants.display;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;

/**
 * How long things last, in words. For the access Keycloak's own rules hold (SessionExpirationUtils), read from the realm and the client.
 *
 * @param approval how long the approval can be used after the click
 * @param access how long the access lasts at most, or null if it lasts until the user takes it back, or cannot be told (SAML)
 * @param page how long the page can be answered; reloading it starts anew
 * @param online how long the access lasts if the user leaves out that it goes on without the user; null if that is not
 *     the user's choice
 * @param session how long the approval covers the same request in the user's session, or null if it covers one request
 */
public record LifetimeDisplay(
        String approval,
        @Nullable String access,
        String page,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String online,
        @Nullable String session) {
    static LifetimeDisplay of(DisplaySource source, boolean offline, Texts texts) {
        // An assertion is used at once; how long the service provider's own session lasts, Keycloak cannot tell.
        Long access = source.isSaml() ? null : access(source, offline);
        @Nullable Duration lasts = source.lasts();
        return new LifetimeDisplay(
                texts.duration(source.approval().toSeconds()),
                access == null ? null : texts.duration(access),
                texts.duration(source.realm().getAccessCodeLifespanUserAction()),
                source.options().includeOffline()
                        ? texts.duration(onlineSeconds(source.realm(), source.client()))
                        : null,
                lasts == null ? null : texts.duration(lasts.toSeconds()));
    }

    private static @Nullable Long access(DisplaySource source, boolean offline) {
        return offline
                ? offlineSeconds(source.realm(), source.client())
                : (Long) onlineSeconds(source.realm(), source.client());
    }

    private static @Nullable Long offlineSeconds(RealmModel realm, ClientModel client) {
        long own = attribute(client, OIDCConfigAttributes.CLIENT_OFFLINE_SESSION_MAX_LIFESPAN);
        if (own <= 0 && !realm.isOfflineSessionMaxLifespanEnabled()) {
            return null;
        }
        if (own <= 0) {
            own = realm.getClientOfflineSessionMaxLifespan();
        }
        long session = realm.isOfflineSessionMaxLifespanEnabled() ? realm.getOfflineSessionMaxLifespan() : 0;
        return least(own, session);
    }

    private static long onlineSeconds(RealmModel realm, ClientModel client) {
        long own = attribute(client, OIDCConfigAttributes.CLIENT_SESSION_MAX_LIFESPAN);
        if (own <= 0) {
            own = realm.getClientSessionMaxLifespan();
        }
        int remembered = realm.isRememberMe() ? realm.getSsoSessionMaxLifespanRememberMe() : 0;
        return least(own, Math.max(realm.getSsoSessionMaxLifespan(), remembered));
    }

    /** Returns the limit that ends first; 0 or less is no limit. */
    private static long least(long one, long other) {
        if (one <= 0 || other <= 0) {
            return Math.max(one, other);
        }
        return Math.min(one, other);
    }

    private static long attribute(ClientModel client, String name) {
        String value = client.getAttribute(name);
        try {
            return value == null || value.isBlank() ? 0 : Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
