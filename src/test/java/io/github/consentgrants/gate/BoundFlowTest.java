package io.github.consentgrants.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

class BoundFlowTest {
    private static final String OURS = "consent-grant-authenticator";

    private final RealmModel realm = MockRealm.of();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final Map<String, List<AuthenticationExecutionModel>> flows = new HashMap<>();

    @BeforeEach
    void keepFlows() {
        when(realm.getAuthenticationExecutionsStream(anyString()))
                .thenAnswer(call -> flows.getOrDefault(call.<String>getArgument(0), List.of()).stream());
    }

    private static AuthenticationFlowModel flow(String id) {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setId(id);
        return flow;
    }

    private void addStep(String flowId, Requirement requirement, String authenticator, String subFlowId) {
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setRequirement(requirement);
        step.setAuthenticator(authenticator);
        step.setFlowId(subFlowId);
        flows.computeIfAbsent(flowId, id -> new ArrayList<>()).add(step);
    }

    private boolean hasAuthenticator(String flowId) {
        return new BoundFlow(realm, flow(flowId)).hasAuthenticator();
    }

    @Test
    void hasAuthenticatorWhenThereIsNoFlowThenNot() {
        assertThat(new BoundFlow(realm, null).hasAuthenticator()).isFalse();
        assertThat(BoundFlow.of(realm, client).hasAuthenticator()).isFalse();
    }

    @Test
    void hasAuthenticatorWhenOtherStepsOnlyThenNot() {
        addStep("top", Requirement.REQUIRED, "auth-cookie", null);
        addStep("top", Requirement.REQUIRED, null, "sub");
        addStep("sub", Requirement.REQUIRED, "auth-username-password-form", null);
        assertThat(hasAuthenticator("top")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Requirement.class)
    void hasAuthenticatorWhenItIsThereThenUnlessDisabled(Requirement requirement) {
        addStep("top", requirement, OURS, null);
        assertThat(hasAuthenticator("top")).isEqualTo(requirement != Requirement.DISABLED);
    }

    @ParameterizedTest
    @EnumSource(Requirement.class)
    void hasAuthenticatorWhenInASubFlowOfASubFlowThenUnlessOneIsDisabled(Requirement requirement) {
        addStep("top", Requirement.REQUIRED, "auth-cookie", null);
        addStep("top", requirement, null, "sub");
        addStep("sub", Requirement.ALTERNATIVE, null, "lowest");
        addStep("lowest", Requirement.REQUIRED, OURS, null);
        assertThat(hasAuthenticator("top")).isEqualTo(requirement != Requirement.DISABLED);
    }

    /** An import can make one. */
    @Test
    void hasAuthenticatorWhenFlowsGoInACircleThenEndsAndIsFoundAllTheSame() {
        addStep("top", Requirement.REQUIRED, null, "sub");
        addStep("sub", Requirement.REQUIRED, null, "top");
        addStep("sub", Requirement.REQUIRED, null, "sub");
        assertThat(hasAuthenticator("top")).isFalse();

        addStep("sub", Requirement.REQUIRED, OURS, null);
        assertThat(hasAuthenticator("top")).isTrue();
    }

    @Test
    void ofWhenTheClientHasAFlowOfItsOwnThenItAlone() {
        addStep("realm's", Requirement.REQUIRED, OURS, null);
        when(realm.getBrowserFlow()).thenReturn(flow("realm's"));
        when(realm.getAuthenticationFlowById("own")).thenReturn(flow("own"));
        assertThat(BoundFlow.of(realm, client).hasAuthenticator()).isTrue();

        when(client.getAuthenticationFlowBindingOverride("browser")).thenReturn("own");
        assertThat(BoundFlow.of(realm, client).hasAuthenticator()).isFalse();

        addStep("own", Requirement.REQUIRED, OURS, null);
        assertThat(BoundFlow.of(realm, client).hasAuthenticator()).isTrue();
    }

    @Test
    void ofWhenTheClientsFlowWasDeletedThenTheRealms() {
        addStep("realm's", Requirement.REQUIRED, OURS, null);
        when(realm.getBrowserFlow()).thenReturn(flow("realm's"));
        when(client.getAuthenticationFlowBindingOverride("browser")).thenReturn("gone");
        assertThat(BoundFlow.of(realm, client).hasAuthenticator()).isTrue();
    }

    @Test
    void ofWhenItIsTheClientsFlowForDirectGrantsThenTheRealms() {
        addStep("own", Requirement.REQUIRED, OURS, null);
        when(realm.getBrowserFlow()).thenReturn(flow("realm's"));
        when(realm.getAuthenticationFlowById("own")).thenReturn(flow("own"));
        when(client.getAuthenticationFlowBindingOverride("direct_grant")).thenReturn("own");
        assertThat(BoundFlow.of(realm, client).hasAuthenticator()).isFalse();
    }
}
