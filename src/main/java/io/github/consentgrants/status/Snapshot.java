package io.github.consentgrants.status;

import io.github.consentgrants.gate.SettingInForce;
import io.github.consentgrants.guard.GuardInForce.Held;
import io.github.consentgrants.setup.ClientFlow;
import io.github.consentgrants.setup.Placement;
import io.github.consentgrants.store.ConsentGrantInventory.Found;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A realm as it was read. Times are milliseconds since 1970, as in the rest of Keycloak's admin API.
 *
 * @param gated whether the realm gates clients
 * @param actions the models of the required action
 * @param settings what holds, and where it comes from; empty if the realm gates nobody
 * @param browserFlow the flow for browsers
 * @param clientFlows gated clients whose own flow lacks the authenticator
 * @param clients which clients are gated
 * @param usersWithAction users that have the action; null if nobody can count them
 * @param earlierConsents consents of gated clients that were given on Keycloak's own page; null if nobody can count them
 * @param guard the providers on which the approval rests
 * @param unknownGrantTypes grant types of which the guard does not know whether the user clicks
 * @param store class of the store's provider; null if there is none
 * @param ledger class of the ledger's provider; null if there is none
 * @param sweep how far the sweep has come; null if there is none
 * @param versions what runs here
 */
public record Snapshot(
        boolean gated,
        List<Action> actions,
        List<SettingInForce> settings,
        Flow browserFlow,
        List<ClientFlow> clientFlows,
        Clients clients,
        @Nullable Found usersWithAction,
        @Nullable Found earlierConsents,
        List<Held> guard,
        List<String> unknownGrantTypes,
        @Nullable String store,
        @Nullable String ledger,
        @Nullable Sweep sweep,
        Versions versions) {
    public Snapshot {
        actions = List.copyOf(actions);
        settings = List.copyOf(settings);
        clientFlows = List.copyOf(clientFlows);
        guard = List.copyOf(guard);
        unknownGrantTypes = List.copyOf(unknownGrantTypes);
    }

    /**
     * A model of the required action.
     *
     * @param alias its alias; empty if it has none
     * @param enabled whether Keycloak runs it
     * @param defaultAction whether new users get it
     * @param found whether Keycloak finds its page by the alias
     */
    public record Action(String alias, boolean enabled, boolean defaultAction, boolean found) {}

    /**
     * The flow for browsers.
     *
     * @param alias null if the realm has none
     * @param authenticator where the authenticator stands in it
     */
    public record Flow(@Nullable String alias, Placement authenticator) {}

    /**
     * The gated clients.
     *
     * @param total how many clients the realm has
     * @param lookedAt how many of them were looked at, by the order of their ids
     * @param gated how many of those are gated
     * @param first the first of those
     */
    public record Clients(long total, int lookedAt, int gated, List<String> first) {
        public Clients {
            first = List.copyOf(first);
        }
    }

    /**
     * How far the sweep has come.
     *
     * @param intervalSeconds between two runs of this server; 0 if it never sweeps
     * @param lastPassAt when the last pass over all rows ended; null if none has
     * @param position up to when grants were decided that the current pass has looked at; null if it has not begun
     * @param lagSeconds how long ago the last pass ended; null if none has
     */
    public record Sweep(
            long intervalSeconds,
            @Nullable Long lastPassAt,
            @Nullable Long position,
            @Nullable Long lagSeconds) {}

    /**
     * Versions.
     *
     * @param consentGrants of this extension
     * @param keycloak of the server
     */
    public record Versions(String consentGrants, String keycloak) {}
}
