package io.github.consentgrants.setup;

import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.GateSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationFlowBindings;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/**
 * A gated client whose own flow for browsers lacks the authenticator, or has it where it does not work.
 *
 * @param clientId as administrators see it
 * @param flow alias of its flow
 * @param authenticator where the authenticator stands in it
 */
public record ClientFlow(String clientId, String flow, Placement authenticator) {
    /** What one answer names of each flow: a realm can have any number of clients. */
    private static final int MAX_OF_A_FLOW = 20;

    /** Finds them, by one query for each flow that a client could have. */
    public static List<ClientFlow> of(RealmModel realm, Optional<GateSettings> gate) {
        return gate.map(settings -> realm.getAuthenticationFlowsStream()
                        .filter(AuthenticationFlowModel::isTopLevel)
                        .map(flow -> BrowserFlow.of(realm, flow))
                        .filter(flow -> flow.placement() != Placement.READY)
                        .flatMap(flow -> of(realm, settings, flow))
                        .toList())
                .orElse(List.of());
    }

    private static Stream<ClientFlow> of(RealmModel realm, GateSettings settings, BrowserFlow flow) {
        return realm.searchClientByAuthenticationFlowBindingOverrides(
                        Map.of(AuthenticationFlowBindings.BROWSER_BINDING, flow.id()), 0, MAX_OF_A_FLOW)
                .filter(client -> Gate.includes(settings, client))
                .map(client -> new ClientFlow(client.getClientId(), flow.alias(), flow.placement()));
    }
}
