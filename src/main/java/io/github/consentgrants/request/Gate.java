package io.github.consentgrants.request;

import io.github.consentgrants.request.GateSettings.AppliesTo;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Says whether a client is gated. Read from the realm and the switch "Consent required", which a client that registered itself
 * cannot switch off (GuardedRegistration); never from the client's own attributes, which it may edit.
 */
public final class Gate {
    /** Id of the required action; its being enabled is what gates a realm. */
    public static final String ACTION_ID = "consent-grant";

    private static final Logger LOG = Logger.getLogger(Gate.class);
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private Gate() {}

    /** Returns the settings that gate {@code client}, or nothing if it is not gated. */
    public static Optional<GateSettings> of(RealmModel realm, ClientModel client) {
        return settings(realm).filter(settings -> applies(settings, client));
    }

    /** Returns the settings that gate the request of a tab, or nothing if it is not gated, or of a device that may do without. */
    public static Optional<GateSettings> of(AuthenticationSessionModel authSession) {
        return of(authSession.getRealm(), authSession.getClient())
                .filter(settings ->
                        !(settings.allows(ClicklessGrant.DEVICE_CODE) && RequestOrigin.isOfDevice(authSession)));
    }

    /** Says whether {@code client} is gated and its realm does not allow it tokens by {@code grant}. */
    public static boolean refuses(RealmModel realm, ClientModel client, ClicklessGrant grant) {
        return of(realm, client).filter(settings -> !settings.allows(grant)).isPresent();
    }

    private static Optional<GateSettings> settings(RealmModel realm) {
        Optional<RequiredActionProviderModel> action = realm.getRequiredActionProvidersStream()
                .filter(model -> ACTION_ID.equals(model.getProviderId()))
                .findFirst();
        if (action.isEmpty()) {
            return Optional.empty();
        }
        if (!action.get().isEnabled()) {
            warnOnce(realm);
            return Optional.empty();
        }
        WARNED.remove(realm.getId());
        RequiredActionConfigModel config =
                realm.getRequiredActionConfigByAlias(action.get().getAlias());
        return Optional.of(GateSettings.of(
                realm.getName(), config == null || config.getConfig() == null ? Map.of() : config.getConfig()));
    }

    private static boolean applies(GateSettings settings, ClientModel client) {
        return settings.appliesTo() == AppliesTo.ALL ? !isKeycloaksOwn(client) : client.isConsentRequired();
    }

    /** One that registered itself under such a name, which not every realm has, is not Keycloak's. */
    private static boolean isKeycloaksOwn(ClientModel client) {
        return client.getRegistrationToken() == null
                && (Constants.defaultClients.contains(client.getClientId()) || isRealmManagement(client));
    }

    /** The master realm has a client for the management of each realm, named after it and marked by Keycloak. */
    private static boolean isRealmManagement(ClientModel client) {
        return client.equals(client.getRealm().getMasterAdminClient())
                || (client.isBearerOnly() && client.getClientId().endsWith("-realm"));
    }

    private static void warnOnce(RealmModel realm) {
        if (WARNED.add(realm.getId())) {
            LOG.warnf(
                    "The required action '%s' of realm '%s' is disabled: its clients get stock consent, which is not tied to"
                            + " one request. Enable it under Authentication > Required actions",
                    ACTION_ID, realm.getName());
        }
    }
}
