package io.github.consentgrants.setup;

import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.setup.Change.AddScope;
import io.github.consentgrants.setup.Change.BindFlow;
import io.github.consentgrants.setup.Change.CopyFlow;
import io.github.consentgrants.setup.Change.RegisterAction;
import io.github.consentgrants.setup.Change.UpdateAction;
import io.github.consentgrants.setup.RememberedFlows.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** Sets a realm up, and puts its flow back, in the transaction of the session (docs/adr/0079). */
public final class Setup {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminEventBuilder adminEvent;

    public Setup(KeycloakSession session, RealmModel realm, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.adminEvent = adminEvent;
    }

    /**
     * What was done, or would be.
     *
     * @param dryRun whether nothing was changed
     * @param changes in words; empty if nothing is missing
     * @param browserFlow alias of the flow that is bound for browsers after the changes
     * @param clientFlows gated clients whose own flow lacks the authenticator: an administrator decides about these
     */
    public record Result(
            boolean dryRun, List<String> changes, @Nullable String browserFlow, List<ClientFlow> clientFlows) {
        public Result {
            changes = List.copyOf(changes);
            clientFlows = List.copyOf(clientFlows);
        }
    }

    /**
     * Completes the set-up of the realm.
     *
     * @param settings of the required action, valid ones; those that are not given stay as they are
     * @param presets the settings of an action that is new
     * @param dryRun whether to change nothing
     * @throws IllegalStateException with a message for the caller if the realm's flow cannot be copied
     */
    public Result complete(Map<String, String> settings, Map<String, String> presets, boolean dryRun) {
        RealmState state = RealmState.of(realm);
        List<Change> changes = SetupPlan.of(state, settings, presets);
        Optional<AddScope> scope = TokenScope.missing(realm);
        Result result = result(dryRun, and(changes, scope), state);
        if (!dryRun && !changes.isEmpty()) {
            RememberedFlows before = RememberedFlows.of(realm).orElse(RememberedFlows.NONE);
            before.keep(realm);
            new RealmChanges(session, realm, adminEvent).carryOut(changes);
            remember(before, state.bound(), changes);
        }
        if (!dryRun) {
            Optional<GateSettings> gate = Gate.read(enabledAfter(state.actions(), changes));
            scope.ifPresent(change -> new RealmChanges(session, realm, adminEvent).add(change, gate));
        }
        return result;
    }

    private static List<Change> and(List<Change> changes, Optional<? extends Change> last) {
        return Stream.concat(changes.stream(), last.stream()).toList();
    }

    private void remember(RememberedFlows earlier, Optional<BrowserFlow> bound, List<Change> changes) {
        if (changes.stream().noneMatch(BindFlow.class::isInstance)) {
            return;
        }
        Name now = Name.of(BrowserFlow.bound(realm).orElseThrow());
        boolean made = changes.stream().anyMatch(CopyFlow.class::isInstance)
                || (earlier.made() && now.equals(earlier.bound()));
        new RememberedFlows(bound.map(Name::of).orElse(null), now, made).keep(realm);
    }

    /**
     * Puts the flow back that was bound before the set-up, and deletes the one that the set-up made, unless it was changed or
     * is used; and the client scope that the set-up made. The required action stays, so the realm stays gated.
     *
     * @throws IllegalStateException with a message for the caller if nobody knows which flow to put back
     */
    public Result undo(boolean dryRun) {
        Optional<RememberedFlows> remembered = RememberedFlows.of(realm);
        List<Change> changes = and(UndoPlan.of(found(remembered)), TokenScope.made(realm));
        Result result = result(dryRun, changes, RealmState.of(realm));
        if (!dryRun) {
            new RealmChanges(session, realm, adminEvent).carryOut(changes);
            if (realm.getAttribute(RememberedFlows.ATTRIBUTE) != null) {
                RememberedFlows.forget(realm);
            }
        }
        return result;
    }

    private UndoPlan.Found found(Optional<RememberedFlows> remembered) {
        @Nullable Name before = remembered.map(RememberedFlows::before).orElse(null);
        Optional<BrowserFlow> ours = remembered.map(RememberedFlows::bound).flatMap(name -> name.find(realm));
        return new UndoPlan.Found(
                remembered.isPresent(),
                BrowserFlow.bound(realm),
                before == null ? Optional.empty() : before.find(realm),
                before == null ? "" : before.alias(),
                ours,
                remembered.map(RememberedFlows::made).orElse(false)
                        && ours.filter(flow -> !FlowUse.isUsedBesidesBrowsers(session, realm, flow.id()))
                                .isPresent());
    }

    /** Made before the changes: Keycloak still lists a flow that this transaction has deleted, and fails to read it. */
    private Result result(boolean dryRun, List<Change> changes, RealmState before) {
        String flow = changes.stream()
                .filter(BindFlow.class::isInstance)
                .map(change -> ((BindFlow) change).alias())
                .findFirst()
                .or(() -> before.bound().map(BrowserFlow::alias))
                .orElse(null);
        return new Result(
                dryRun,
                changes.stream().map(Change::text).toList(),
                flow,
                ClientFlow.of(realm, Gate.read(enabledAfter(before.actions(), changes))));
    }

    /** The configurations of the actions that are enabled once the changes are made, which a dry run has not. */
    private static List<Map<String, String>> enabledAfter(List<ActionState> actions, List<Change> changes) {
        List<Map<String, String>> configs = new ArrayList<>();
        for (ActionState action : actions) {
            Optional<UpdateAction> update = changes.stream()
                    .filter(UpdateAction.class::isInstance)
                    .map(UpdateAction.class::cast)
                    .filter(change -> change.id().equals(action.id()))
                    .findFirst();
            if (update.isPresent()) {
                configs.add(update.get().settings());
            } else if (action.isEnabled()) {
                configs.add(action.settings());
            }
        }
        changes.stream()
                .filter(RegisterAction.class::isInstance)
                .forEach(change -> configs.add(((RegisterAction) change).settings()));
        return configs;
    }
}
