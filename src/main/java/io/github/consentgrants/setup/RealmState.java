package io.github.consentgrants.setup;

import io.github.consentgrants.gate.ConsentAction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/**
 * What a set-up finds in a realm.
 *
 * @param realmId Keycloak's internal id of the realm
 * @param actions the models of the required action, in Keycloak's order
 * @param actionAliases the aliases of all required actions
 * @param bound the flow for browsers; empty if the realm has none
 * @param flows the flows that administrators have made
 * @param flowAliases the aliases of all flows
 * @param ids those of all flows and required actions
 */
record RealmState(
        String realmId,
        List<ActionState> actions,
        Set<String> actionAliases,
        Optional<BrowserFlow> bound,
        List<BrowserFlow> flows,
        Set<String> flowAliases,
        Set<String> ids) {
    RealmState {
        actions = List.copyOf(actions);
        actionAliases = Set.copyOf(actionAliases);
        flows = List.copyOf(flows);
        flowAliases = Set.copyOf(flowAliases);
        ids = Set.copyOf(ids);
    }

    static RealmState of(RealmModel realm) {
        return new RealmState(
                realm.getId(),
                ConsentAction.models(realm)
                        .map(model -> ActionState.of(
                                model,
                                model.getAlias() == null
                                        ? null
                                        : realm.getRequiredActionProviderByAlias(model.getAlias())))
                        .toList(),
                realm.getRequiredActionProvidersStream()
                        .flatMap(action -> Stream.ofNullable(action.getAlias()))
                        .collect(Collectors.toSet()),
                BrowserFlow.bound(realm),
                BrowserFlow.ofAdministrators(realm).toList(),
                realm.getAuthenticationFlowsStream()
                        .map(AuthenticationFlowModel::getAlias)
                        .flatMap(Stream::ofNullable)
                        .collect(Collectors.toSet()),
                Stream.concat(
                                realm.getAuthenticationFlowsStream().map(AuthenticationFlowModel::getId),
                                realm.getRequiredActionProvidersStream().map(RequiredActionProviderModel::getId))
                        .collect(Collectors.toSet()));
    }

    /** An alias that is free now can have been that of a thing that is there under another one. */
    boolean isActionTaken(String alias) {
        return actionAliases.contains(alias) || ids.contains(SteadyId.of(realmId, alias));
    }

    boolean isFlowTaken(String alias) {
        return flowAliases.contains(alias) || ids.contains(SteadyId.of(realmId, alias));
    }
}
