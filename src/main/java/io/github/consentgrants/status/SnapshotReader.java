package io.github.consentgrants.status;

import io.github.consentgrants.gate.ConsentAction;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.gate.SettingInForce;
import io.github.consentgrants.guard.GuardInForce;
import io.github.consentgrants.setup.BrowserFlow;
import io.github.consentgrants.setup.ClientFlow;
import io.github.consentgrants.setup.Placement;
import io.github.consentgrants.status.Snapshot.Action;
import io.github.consentgrants.status.Snapshot.Clients;
import io.github.consentgrants.status.Snapshot.Flow;
import io.github.consentgrants.status.Snapshot.Sweep;
import io.github.consentgrants.store.ConsentGrantInventory;
import io.github.consentgrants.store.ConsentGrantInventory.Found;
import io.github.consentgrants.store.ConsentGrantInventory.SweepProgress;
import io.github.consentgrants.store.ConsentGrantLedger;
import io.github.consentgrants.store.ConsentGrantStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;

/** Reads how a realm stands. Changes nothing, logs nothing, and looks at a bounded number of clients and rows. */
public final class SnapshotReader {
    private static final int MAX_CLIENTS = 1_000;
    private static final int FIRST_CLIENTS = 20;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Instant now;

    /** @param now Keycloak's time */
    public SnapshotReader(KeycloakSession session, RealmModel realm, Instant now) {
        this.session = session;
        this.realm = realm;
        this.now = now;
    }

    /** Returns what it finds. */
    public Snapshot read() {
        Optional<GateSettings> gate = Gate.look(realm);
        List<RequiredActionProviderModel> models = ConsentAction.models(realm).toList();
        List<ClientModel> looked = realm.getClientsStream(0, MAX_CLIENTS).toList();
        List<ClientModel> gated = gate.map(settings -> looked.stream()
                        .filter(client -> Gate.includes(settings, client))
                        .toList())
                .orElse(List.of());
        GuardInForce guard = new GuardInForce(session.getKeycloakSessionFactory());
        @Nullable ConsentGrantInventory inventory = session.getProvider(ConsentGrantInventory.class);
        return new Snapshot(
                gate.isPresent(),
                models.stream().map(this::action).toList(),
                gate.isPresent() ? SettingInForce.of(configs(models)) : List.of(),
                flow(),
                ClientFlow.of(realm, gate),
                clients(looked.size(), gated),
                inventory == null ? null : inventory.usersWithAction(realm.getId(), aliases(models)),
                inventory == null ? null : earlierConsents(inventory, gated),
                guard.held(),
                guard.unknownGrantTypes(),
                inForce(ConsentGrantStore.class),
                inForce(ConsentGrantLedger.class),
                inventory == null ? null : inventory.sweep().map(this::sweep).orElse(null),
                Versions.here());
    }

    private Action action(RequiredActionProviderModel model) {
        @Nullable String alias = model.getAlias();
        return new Action(
                alias == null ? "" : alias,
                model.isEnabled(),
                model.isDefaultAction(),
                ConsentAction.isFoundBy(realm, alias));
    }

    /** Without a model the authenticator gates, by the strictest settings. */
    private static List<Map<String, String>> configs(List<RequiredActionProviderModel> models) {
        return models.isEmpty()
                ? List.of(Map.of())
                : models.stream()
                        .filter(RequiredActionProviderModel::isEnabled)
                        .map(SnapshotReader::config)
                        .toList();
    }

    private static Map<String, String> config(RequiredActionProviderModel model) {
        Map<String, String> config = new HashMap<>();
        if (model.getConfig() != null) {
            config.putAll(model.getConfig());
        }
        config.values().removeIf(value -> value == null);
        return config;
    }

    private static Set<String> aliases(List<RequiredActionProviderModel> models) {
        Set<String> aliases = new TreeSet<>(Set.of(ProviderIds.ACTION));
        models.stream().flatMap(model -> Stream.ofNullable(model.getAlias())).forEach(aliases::add);
        return aliases;
    }

    private Flow flow() {
        return BrowserFlow.bound(realm)
                .map(flow -> new Flow(flow.alias(), flow.placement()))
                .orElse(new Flow(null, Placement.ABSENT));
    }

    private Clients clients(int lookedAt, List<ClientModel> gated) {
        return new Clients(
                realm.getClientsCount(),
                lookedAt,
                gated.size(),
                gated.stream()
                        .limit(FIRST_CLIENTS)
                        .map(ClientModel::getClientId)
                        .toList());
    }

    private Found earlierConsents(ConsentGrantInventory inventory, List<ClientModel> gated) {
        return gated.isEmpty()
                ? new Found(0, true)
                : inventory.earlierConsents(
                        realm.getId(), gated.stream().map(ClientModel::getId).toList());
    }

    private <T extends Provider> @Nullable String inForce(Class<T> spi) {
        @Nullable ProviderFactory<T> factory = session.getKeycloakSessionFactory().getProviderFactory(spi);
        return factory == null ? null : factory.getClass().getName();
    }

    private Sweep sweep(SweepProgress progress) {
        @Nullable Instant last = progress.lastPassAt();
        @Nullable Instant position = progress.position();
        return new Sweep(
                progress.interval().toSeconds(),
                last == null ? null : last.toEpochMilli(),
                position == null ? null : position.toEpochMilli(),
                last == null ? null : Math.max(0, Duration.between(last, now).toSeconds()));
    }
}
