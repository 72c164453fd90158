package io.github.consentgrants.setup;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationFlowBindings;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What uses a flow, besides the realm as its flow for browsers. Keycloak refuses to delete a flow that is used. */
final class FlowUse {
    private FlowUse() {}

    static boolean isUsedBesidesBrowsers(KeycloakSession session, RealmModel realm, String flowId) {
        return Stream.of(
                                realm.getRegistrationFlow(),
                                realm.getDirectGrantFlow(),
                                realm.getResetCredentialsFlow(),
                                realm.getClientAuthenticationFlow(),
                                realm.getDockerAuthenticationFlow(),
                                realm.getFirstBrokerLoginFlow())
                        .filter(Objects::nonNull)
                        .map(AuthenticationFlowModel::getId)
                        .anyMatch(flowId::equals)
                || isUsedByClient(realm, AuthenticationFlowBindings.BROWSER_BINDING, flowId)
                || isUsedByClient(realm, AuthenticationFlowBindings.DIRECT_GRANT_BINDING, flowId)
                || session.identityProviders()
                        .getByFlow(flowId, null, 0, 1)
                        .findAny()
                        .isPresent();
    }

    private static boolean isUsedByClient(RealmModel realm, String binding, String flowId) {
        return realm.searchClientByAuthenticationFlowBindingOverrides(Map.of(binding, flowId), 0, 1)
                .findAny()
                .isPresent();
    }
}
