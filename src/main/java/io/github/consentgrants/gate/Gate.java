package io.github.consentgrants.gate;

import io.github.consentgrants.gate.GateSettings.AppliesTo;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Says whether a client is gated. The realm and the client's switch "Consent required" decide; a client that registered
 * itself cannot switch it off (GuardedUpdate). The client's own attributes, which the client may edit, decide nothing.
 */
public final class Gate {
    private static final String ACTION = "action";

    private Gate() {}

    /** Returns the settings that gate {@code client}; empty if the client is not gated. */
    public static Optional<GateSettings> of(RealmModel realm, ClientModel client) {
        return settings(realm, () -> BoundFlow.of(realm, client)).filter(settings -> includes(settings, client));
    }

    /**
     * Returns the settings that gate the request of a tab; empty if its client is not gated, if the tab confirms a
     * device code and the realm allows these without an approval, or if no guard stands at its protocol.
     */
    public static Optional<GateSettings> of(AuthenticationSessionModel authSession) {
        RealmModel realm = authSession.getRealm();
        ClientModel client = authSession.getClient();
        return settings(realm, () -> new BoundFlow(realm, AuthenticationFlowResolver.resolveBrowserFlow(authSession)))
                .filter(settings -> includes(settings, client))
                .filter(settings -> GuardedProtocols.include(authSession))
                .filter(settings ->
                        !(DeviceTab.is(authSession) && DeviceFlow.of(realm) == DeviceFlow.WITHOUT_APPROVAL));
    }

    /** Says whether {@code client} is gated and its realm does not allow it tokens by {@code grant}. */
    public static boolean refuses(RealmModel realm, ClientModel client, NonInteractiveGrantType grant) {
        return of(realm, client)
                .filter(settings -> grant == NonInteractiveGrantType.DEVICE_CODE
                        ? DeviceFlow.of(realm) == DeviceFlow.REFUSED
                        : !settings.allows(grant))
                .isPresent();
    }

    /** Says whether {@code client} is gated, and the users of its devices are asked on the page. */
    public static boolean asksForDevices(RealmModel realm, ClientModel client) {
        return of(realm, client).isPresent() && DeviceFlow.of(realm) == DeviceFlow.ON_THE_PAGE;
    }

    /** Says whether {@code realm} gates clients. */
    public static boolean isOn(RealmModel realm) {
        return settings(realm, () -> new BoundFlow(realm, realm.getBrowserFlow()))
                .isPresent();
    }

    /** Returns the settings of {@code realm} for those who only look: logs nothing. */
    public static Optional<GateSettings> look(RealmModel realm) {
        return settings(RealmLog.silent(), realm, () -> new BoundFlow(realm, realm.getBrowserFlow()));
    }

    /** Returns what the configurations of a realm's enabled actions mean together; empty if there are none. Logs nothing. */
    public static Optional<GateSettings> read(Collection<? extends Map<String, String>> configs) {
        return configs.stream()
                .map(config -> new SettingsReader(RealmLog.silent(), "", Map.copyOf(config)).read())
                .reduce(GateSettings::and);
    }

    private static Optional<GateSettings> settings(RealmModel realm, Supplier<BoundFlow> flow) {
        return settings(new RealmLog(realm), realm, flow);
    }

    private static Optional<GateSettings> settings(RealmLog log, RealmModel realm, Supplier<BoundFlow> flow) {
        List<RequiredActionProviderModel> actions = ConsentAction.models(realm).toList();
        if (actions.isEmpty()) {
            return flow.get().hasAuthenticator() ? Optional.of(withoutAction(log)) : Optional.empty();
        }
        Optional<GateSettings> settings = actions.stream()
                .filter(RequiredActionProviderModel::isEnabled)
                .map(action -> settings(log, action))
                .reduce(GateSettings::and);
        if (settings.isPresent()) {
            log.settled(ACTION);
        } else {
            log.say(
                    Level.WARN,
                    ACTION,
                    "disabled",
                    "The required action '" + ProviderIds.ACTION
                            + "' of realm '%s' is disabled: its clients get stock consent, which"
                            + " is not tied to one request. Enable it under Authentication > Required actions");
        }
        return settings;
    }

    private static GateSettings settings(RealmLog log, RequiredActionProviderModel action) {
        Map<String, @Nullable String> config = action.getConfig();
        return new SettingsReader(log, action.getId(), config == null ? Map.of() : config).read();
    }

    /** The realm was gated, but nothing says any more which of its clients were. */
    private static GateSettings withoutAction(RealmLog log) {
        log.say(
                Level.ERROR,
                ACTION,
                "deleted",
                "The required action '" + ProviderIds.ACTION
                        + "' is not registered in realm '%s', but the authenticator '"
                        + ProviderIds.AUTHENTICATOR
                        + "' is in its browser flow, or in a client's: clients with such a flow are refused,"
                        + " except Keycloak's own. Register the action (Authentication > Required actions, or POST"
                        + " authentication/register-required-action) and save its settings; or bind another browser"
                        + " flow, if the realm is to have stock consent");
        return GateSettings.STRICTEST;
    }

    /** Says whether these settings gate {@code client}. */
    public static boolean includes(GateSettings settings, ClientModel client) {
        return settings.appliesTo() == AppliesTo.ALL ? !isKeycloaksOwn(client) : client.isConsentRequired();
    }

    /** A client that registered itself under such a name is not Keycloak's: not every realm has each of these clients. */
    private static boolean isKeycloaksOwn(ClientModel client) {
        return client.getRegistrationToken() == null
                && (Constants.defaultClients.contains(client.getClientId()) || isRealmManagement(client));
    }

    /** The master realm has a client for the management of each realm, named after it and marked by Keycloak. */
    private static boolean isRealmManagement(ClientModel client) {
        return client.equals(client.getRealm().getMasterAdminClient())
                || (client.isBearerOnly() && client.getClientId().endsWith("-realm"));
    }
}
