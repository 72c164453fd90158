package io.github.consentgrants.request;

import io.github.consentgrants.gate.Gate;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.delegate.ClientModelLazyDelegate;
import org.keycloak.protocol.oidc.TokenManager;

/**
 * Asks whether Keycloak's own user consent, which users narrow in the account console, still covers what tokens are
 * asked for. Keycloak itself checks this for clients with "Consent required". This class does so for the other gated
 * clients, at the same places. See docs/adr/0073.
 */
public final class StoredConsent {
    private StoredConsent() {}

    /**
     * Says whether the tokens may be made. It can only narrow: that there is a consent proves no approval.
     *
     * @param clientSession whose tokens they are
     * @param scope the scopes that are asked for
     * @param requested whether the tokens come from an authorization request. Other tokens of a gated client come from
     *     a grant type that the realm allows without any approval
     */
    public static boolean covers(
            KeycloakSession session,
            ClientModel client,
            UserModel user,
            AuthenticatedClientSessionModel clientSession,
            String scope,
            boolean requested) {
        if (client.isConsentRequired()) {
            return true; // Keycloak has asked, or will.
        }
        return Gate.of(client.getRealm(), client)
                .map(settings -> (!requested && !settings.allowedGrants().isEmpty())
                        || TokenManager.verifyConsentStillAvailable(
                                session, user, new ConsentRequired(client), clientSession, scope))
                .orElse(true);
    }

    /** The client as Keycloak's check would see it if "Consent required" were on. */
    private static final class ConsentRequired extends ClientModelLazyDelegate.WithId {
        ConsentRequired(ClientModel client) {
            super(client.getId(), () -> client);
        }

        @Override
        public boolean isConsentRequired() {
            return true;
        }
    }
}
