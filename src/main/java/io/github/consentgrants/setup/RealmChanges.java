package io.github.consentgrants.setup;

import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.setup.Change.AddScope;
import io.github.consentgrants.setup.Change.BindFlow;
import io.github.consentgrants.setup.Change.CopyFlow;
import io.github.consentgrants.setup.Change.DeleteFlow;
import io.github.consentgrants.setup.Change.DeleteScope;
import io.github.consentgrants.setup.Change.RegisterAction;
import io.github.consentgrants.setup.Change.UpdateAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.AuthenticationManagementResource;

/** Carries out a plan, with an admin event for each change, as Keycloak's own admin API records it. */
final class RealmChanges {
    private static final String NAME = "Consent grant";

    /** After Keycloak's own actions, whose page a user has to answer first. */
    private static final int PRIORITY = 1000;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminEventBuilder adminEvent;
    private @Nullable AuthenticationFlowModel made;

    RealmChanges(KeycloakSession session, RealmModel realm, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.adminEvent = adminEvent;
    }

    void carryOut(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof RegisterAction register) {
                register(register);
            } else if (change instanceof UpdateAction update) {
                update(update);
            } else if (change instanceof CopyFlow copy) {
                copy(copy);
            } else if (change instanceof BindFlow bind) {
                bind(bind);
            } else if (change instanceof DeleteFlow delete) {
                delete(delete);
            } else if (change instanceof DeleteScope delete) {
                delete(delete);
            }
        }
    }

    /** @param gate the settings by which clients are gated once everything else is done */
    void add(AddScope change, Optional<GateSettings> gate) {
        ClientScopeModel scope = TokenScope.make(realm, change.name(), gate);
        event(
                OperationType.CREATE,
                ResourceType.CLIENT_SCOPE,
                "client-scopes/" + scope.getId(),
                ModelToRepresentation.toRepresentation(scope));
    }

    private void delete(DeleteScope change) {
        realm.removeClientScope(change.id());
        event(
                OperationType.DELETE,
                ResourceType.CLIENT_SCOPE,
                "client-scopes/" + change.id(),
                Map.of("name", change.name()));
    }

    private void register(RegisterAction change) {
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setId(SteadyId.of(realm.getId(), change.alias()));
        action.setAlias(change.alias());
        action.setProviderId(ProviderIds.ACTION);
        action.setName(NAME);
        action.setEnabled(true);
        action.setPriority(PRIORITY);
        action.setConfig(new HashMap<>(change.settings()));
        realm.addRequiredActionProvider(action);
        event(OperationType.CREATE, action);
    }

    private void update(UpdateAction change) {
        RequiredActionProviderModel old = realm.getRequiredActionProviderById(change.id());
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setId(old.getId());
        action.setAlias(change.alias());
        action.setProviderId(old.getProviderId());
        action.setName(old.getName());
        action.setEnabled(true);
        action.setDefaultAction(false);
        action.setPriority(old.getPriority());
        action.setConfig(new HashMap<>(change.settings()));
        realm.updateRequiredActionProvider(action);
        event(OperationType.UPDATE, action);
    }

    private void event(OperationType operation, RequiredActionProviderModel action) {
        event(
                operation,
                ResourceType.REQUIRED_ACTION,
                "authentication/required-actions/" + action.getAlias(),
                AuthenticationManagementResource.toRepresentation(action));
    }

    private void copy(CopyFlow change) {
        AuthenticationFlowModel flow = new FlowCopy(realm)
                .make(realm.getAuthenticationFlowById(change.from().id()), change.alias());
        made = flow;
        event(
                OperationType.CREATE,
                ResourceType.AUTH_FLOW,
                "authentication/flows/" + flow.getId(),
                Map.of(
                        "id",
                        flow.getId(),
                        "alias",
                        change.alias(),
                        "copyOf",
                        change.from().alias()));
    }

    private void bind(BindFlow change) {
        AuthenticationFlowModel flow = change.id()
                .map(realm::getAuthenticationFlowById)
                .or(() -> Optional.ofNullable(made))
                .orElseThrow(() -> new IllegalStateException(
                        "The flow '" + change.alias() + "' was deleted meanwhile. Repeat this"));
        realm.setBrowserFlow(flow);
        event(OperationType.UPDATE, ResourceType.REALM, "", Map.of("browserFlow", change.alias()));
    }

    private void delete(DeleteFlow change) {
        @Nullable AuthenticationFlowModel flow = realm.getAuthenticationFlowById(change.id());
        if (flow == null) {
            throw new IllegalStateException("The flow '" + change.alias() + "' was deleted meanwhile. Repeat this");
        }
        KeycloakModelUtils.deepDeleteAuthenticationFlow(session, realm, flow, () -> {}, () -> {}, false);
        event(
                OperationType.DELETE,
                ResourceType.AUTH_FLOW,
                "authentication/flows/" + change.id(),
                Map.of("alias", change.alias()));
    }

    private void event(OperationType operation, ResourceType type, String path, Object representation) {
        adminEvent
                .operation(operation)
                .resource(type)
                .resourcePath(path)
                .representation(representation)
                .success();
    }
}
