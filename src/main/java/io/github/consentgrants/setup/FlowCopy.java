package io.github.consentgrants.setup;

import io.github.consentgrants.gate.ProviderIds;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

/**
 * Makes the flow that a plan asks for. Keycloak's own copy is not used: it keeps an authenticator that is misplaced, and its
 * names grow with each copy of a copy.
 */
final class FlowCopy {
    private static final String ENDING = " (consent grant)";
    private static final String SIGN_IN = " sign-in";
    private static final String TYPE = "basic-flow";
    private static final int FIRST = 10;
    private static final int SECOND = 20;

    private final RealmModel realm;

    FlowCopy(RealmModel realm) {
        this.realm = realm;
    }

    /** Returns the new flow. */
    AuthenticationFlowModel make(AuthenticationFlowModel from, String alias) {
        AuthenticationFlowModel top = top(alias);
        AuthenticationFlowModel signIn =
                addSubFlow(freeAlias(alias, SIGN_IN), "The steps of '" + from.getAlias() + "'", from.getProviderId());
        copySteps(from, signIn, new HashSet<>());
        AuthenticationExecutionModel first = step(top, Requirement.REQUIRED, FIRST);
        first.setAuthenticatorFlow(true);
        first.setFlowId(signIn.getId());
        realm.addAuthenticatorExecution(first);
        AuthenticationExecutionModel second = step(top, Requirement.REQUIRED, SECOND);
        second.setAuthenticator(ProviderIds.AUTHENTICATOR);
        realm.addAuthenticatorExecution(second);
        return top;
    }

    private AuthenticationFlowModel top(String alias) {
        AuthenticationFlowModel flow =
                flow(alias, "Signs the user in, then asks for and spends the approval of this very request", TYPE);
        flow.setId(SteadyId.of(realm.getId(), alias));
        flow.setTopLevel(true);
        return realm.addAuthenticationFlow(flow);
    }

    private AuthenticationFlowModel addSubFlow(String alias, @Nullable String description, String type) {
        return realm.addAuthenticationFlow(flow(alias, description, type));
    }

    private static AuthenticationFlowModel flow(String alias, @Nullable String description, String type) {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setAlias(alias);
        flow.setDescription(description);
        flow.setProviderId(type);
        flow.setTopLevel(false);
        flow.setBuiltIn(false);
        return flow;
    }

    private String freeAlias(@Nullable String alias, String ending) {
        return FreeName.of(String.valueOf(alias), ending, name -> realm.getFlowByAlias(name) != null);
    }

    private static AuthenticationExecutionModel step(AuthenticationFlowModel flow, Requirement requirement, int place) {
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setParentFlow(flow.getId());
        step.setRequirement(requirement);
        step.setPriority(place);
        return step;
    }

    /** @param around the flows around this one; one that contains itself is refused, because it has no end */
    private void copySteps(AuthenticationFlowModel from, AuthenticationFlowModel to, Set<String> around) {
        if (!around.add(from.getId())) {
            throw new IllegalStateException("The flow '" + from.getAlias() + "' contains itself: mend it first");
        }
        List<AuthenticationExecutionModel> steps =
                realm.getAuthenticationExecutionsStream(from.getId()).toList();
        steps.stream().filter(this::isCopied).forEach(step -> copy(step, to, around));
        around.remove(from.getId());
    }

    /** As {@link BrowserFlow#withoutOurs} leaves out: the authenticator, and a sub-flow that holds nothing else. */
    private boolean isCopied(AuthenticationExecutionModel step) {
        if (step.getFlowId() == null) {
            return !ProviderIds.AUTHENTICATOR.equals(step.getAuthenticator());
        }
        @Nullable AuthenticationFlowModel subFlow = realm.getAuthenticationFlowById(step.getFlowId());
        return subFlow != null
                && !BrowserFlow.withoutOurs(BrowserFlow.of(realm, subFlow).steps())
                        .isEmpty();
    }

    private void copy(AuthenticationExecutionModel step, AuthenticationFlowModel to, Set<String> around) {
        AuthenticationExecutionModel copy = step(to, step.getRequirement(), step.getPriority());
        copy.setAuthenticator(step.getAuthenticator());
        copy.setAuthenticatorFlow(step.isAuthenticatorFlow());
        copy.setAuthenticatorConfig(config(step.getAuthenticatorConfig()));
        if (step.getFlowId() != null) {
            AuthenticationFlowModel subFlow = realm.getAuthenticationFlowById(step.getFlowId());
            AuthenticationFlowModel subCopy = addSubFlow(
                    freeAlias(subFlow.getAlias(), ENDING), subFlow.getDescription(), subFlow.getProviderId());
            copySteps(subFlow, subCopy, around);
            copy.setFlowId(subCopy.getId());
        }
        realm.addAuthenticatorExecution(copy);
    }

    /** A configuration that the realm does not have is one of the server's deployment, which flows share. */
    private @Nullable String config(@Nullable String id) {
        @Nullable AuthenticatorConfigModel model = id == null ? null : realm.getAuthenticatorConfigById(id);
        if (model == null) {
            return id;
        }
        AuthenticatorConfigModel copy = new AuthenticatorConfigModel();
        if (model.getAlias() != null) {
            copy.setAlias(
                    FreeName.of(model.getAlias(), ENDING, name -> realm.getAuthenticatorConfigByAlias(name) != null));
        }
        copy.setConfig(model.getConfig() == null ? new HashMap<>() : new HashMap<>(model.getConfig()));
        return realm.addAuthenticatorConfig(copy).getId();
    }
}
