package io.github.consentgrants.setup;

import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.setup.Change.BindFlow;
import io.github.consentgrants.setup.Change.CopyFlow;
import io.github.consentgrants.setup.Change.RegisterAction;
import io.github.consentgrants.setup.Change.UpdateAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is missing in a realm: from what is there to what is to be done. Changes nothing. */
final class SetupPlan {
    private static final String ENDING = " with consent grant";

    private SetupPlan() {}

    /**
     * Plans a set-up. Whoever carries it out and plans again gets no changes.
     *
     * @param settings as they were given; an empty text takes a setting out
     * @param presets the settings that the admin console proposes for an action that is new
     */
    static List<Change> of(RealmState realm, Map<String, String> settings, Map<String, String> presets) {
        List<Change> changes = new ArrayList<>();
        action(realm, settings, presets).ifPresent(changes::add);
        realm.bound()
                .filter(flow -> flow.placement() != Placement.READY)
                .ifPresent(flow -> changes.addAll(flow(realm, flow)));
        return List.copyOf(changes);
    }

    private static Optional<Change> action(
            RealmState realm, Map<String, String> settings, Map<String, String> presets) {
        return realm.actions().stream()
                .max(Comparator.comparing(ActionState::isAliasItsOwn)
                        .thenComparing(ActionState::isEnabled)
                        .thenComparing(action -> action.alias().equals(ProviderIds.ACTION)))
                .map(action -> update(realm, action, settings))
                .orElseGet(() -> Optional.of(new RegisterAction(freeAlias(realm), merged(presets, settings))));
    }

    private static Optional<Change> update(RealmState realm, ActionState action, Map<String, String> settings) {
        Map<String, String> merged = merged(action.settings(), settings);
        String alias = action.isAliasItsOwn() ? action.alias() : freeAlias(realm);
        List<String> reasons = new ArrayList<>();
        if (!alias.equals(action.alias())) {
            reasons.add("gets this alias, because its own did not lead to it");
        }
        if (!action.isEnabled()) {
            reasons.add("is enabled");
        }
        if (action.isDefault()) {
            reasons.add("is no default action any more");
        }
        if (!merged.equals(action.settings())) {
            reasons.add("has the settings " + Texts.of(merged));
        }
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(new UpdateAction(action.id(), alias, merged, reasons));
    }

    private static String freeAlias(RealmState realm) {
        return FreeName.of(ProviderIds.ACTION, "", realm::isActionTaken);
    }

    private static Map<String, String> merged(Map<String, String> there, Map<String, String> given) {
        Map<String, String> merged = new HashMap<>(there);
        merged.putAll(given);
        merged.values().removeIf(String::isEmpty);
        return merged;
    }

    /** A flow that was made from the bound one before is bound again, if it still signs users in as the bound one does. */
    private static List<Change> flow(RealmState realm, BrowserFlow bound) {
        Optional<BrowserFlow> made =
                realm.flows().stream().filter(flow -> flow.isMadeFrom(bound)).findFirst();
        if (made.isPresent()) {
            return List.of(
                    new BindFlow(made.get().alias(), Optional.of(made.get().id())));
        }
        String alias = FreeName.of(bound.alias(), ENDING, realm::isFlowTaken);
        return List.of(new CopyFlow(bound, alias), new BindFlow(alias, Optional.empty()));
    }
}
