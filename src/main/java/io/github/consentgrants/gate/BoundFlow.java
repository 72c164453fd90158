package io.github.consentgrants.gate;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowBindings;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** The browser flow of a client, and whether this extension's authenticator is in it. */
final class BoundFlow {
    private final RealmModel realm;
    private final @Nullable AuthenticationFlowModel flow;

    BoundFlow(RealmModel realm, @Nullable AuthenticationFlowModel flow) {
        this.realm = realm;
        this.flow = flow;
    }

    /**
     * Chooses as Keycloak does (AuthenticationFlowResolver.resolveBrowserFlow), except for a flow that a client policy
     * chooses for a tab.
     */
    static BoundFlow of(RealmModel realm, ClientModel client) {
        @Nullable String ownId = client.getAuthenticationFlowBindingOverride(AuthenticationFlowBindings.BROWSER_BINDING);
        @Nullable AuthenticationFlowModel own = ownId == null ? null : realm.getAuthenticationFlowById(ownId);
        return new BoundFlow(realm, own == null ? realm.getBrowserFlow() : own);
    }

    /**
     * An import can give the authenticator a requirement that the admin console does not offer. The authenticator runs
     * unless it is DISABLED.
     */
    boolean hasAuthenticator() {
        return flow != null
                && steps(flow.getId(), new HashSet<>())
                        .anyMatch(step -> ProviderIds.AUTHENTICATOR.equals(step.getAuthenticator()));
    }

    private Stream<AuthenticationExecutionModel> steps(String flowId, Set<String> seen) {
        if (!seen.add(flowId)) {
            return Stream.empty();
        }
        return realm.getAuthenticationExecutionsStream(flowId)
                .filter(step -> step.getRequirement() != Requirement.DISABLED)
                .flatMap(step -> step.getFlowId() == null ? Stream.of(step) : steps(step.getFlowId(), seen));
    }
}
