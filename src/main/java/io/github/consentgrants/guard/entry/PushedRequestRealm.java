package io.github.consentgrants.guard.entry;

import io.github.consentgrants.grant.Digests;
import java.util.Arrays;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.par.endpoints.ParEndpoint;

/**
 * Remembers in which realm a request was pushed (RFC 9126 2.2). Keycloak's {@code request_uri} is good in all realms of
 * a server, so a client with the same id in another realm could have pushed the request.
 */
final class PushedRequestRealm {
    private static final String DOMAIN = "consent-grants/pushed-request/v1";

    private PushedRequestRealm() {}

    static void remember(KeycloakSession session, String requestUri, int expiresInSeconds) {
        session.singleUseObjects().put(key(session.getContext().getRealm(), requestUri), expiresInSeconds, Map.of());
    }

    /** Says whether {@code requestUri}, which Keycloak has resolved, is one that a gated client pushed in this realm. */
    static boolean isThisOne(KeycloakSession session, String requestUri) {
        return session.singleUseObjects().contains(key(session.getContext().getRealm(), requestUri));
    }

    private static String key(RealmModel realm, String requestUri) {
        // Cuts off the prefix by its length, as Keycloak does, whatever the prefix is.
        String id = requestUri.substring(ParEndpoint.REQUEST_URI_PREFIX_LENGTH);
        return "consent-grant-par:" + Digests.sha256Hex(DOMAIN, Arrays.asList(realm.getId(), id));
    }
}
