package io.github.consentgrants.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
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
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.RealmModel;

class RemainingExecutionsTest {
    private final RealmModel realm = MockRealm.of();
    private final AuthenticationFlowContext context = mock(AuthenticationFlowContext.class);
    private final Map<String, List<AuthenticationExecutionModel>> flows = new HashMap<>();
    private final AuthenticationExecutionModel asked = step("top", "asked", 20, Requirement.REQUIRED);

    @BeforeEach
    void keepFlows() {
        when(context.getRealm()).thenReturn(realm);
        when(context.getExecution()).thenReturn(asked);
        when(realm.getAuthenticationExecutionsStream(anyString()))
                .thenAnswer(call -> flows.getOrDefault(call.<String>getArgument(0), List.of()).stream());
    }

    private AuthenticationExecutionModel step(String flow, String id, int priority, Requirement requirement) {
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setId(id);
        step.setParentFlow(flow);
        step.setPriority(priority);
        step.setRequirement(requirement);
        flows.computeIfAbsent(flow, name -> new ArrayList<>()).add(step);
        return step;
    }

    @Test
    void anyWhenItIsTheLastThenNot() {
        step("top", "before", 10, Requirement.REQUIRED);
        assertThat(RemainingExecutions.any(context)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Requirement.class)
    void anyWhenAnotherComesAfterItThenUnlessDisabled(Requirement requirement) {
        step("top", "after", 30, requirement);
        assertThat(RemainingExecutions.any(context)).isEqualTo(requirement != Requirement.DISABLED);
    }

    /** Of two with one priority, either can come first. */
    @Test
    void anyWhenAnotherHasTheSamePriorityThenTrue() {
        step("top", "beside", 20, Requirement.REQUIRED);
        assertThat(RemainingExecutions.any(context)).isTrue();
    }

    @Test
    void anyWhenItIsTheLastOfASubFlowThenWhatComesAfterThatCounts() {
        AuthenticationExecutionModel sub = step("sub", "asked in the sub-flow", 99, Requirement.REQUIRED);
        AuthenticationExecutionModel middle = step("middle", "the sub-flow", 10, Requirement.REQUIRED);
        AuthenticationExecutionModel top = step("top", "the middle flow", 25, Requirement.REQUIRED);
        when(context.getExecution()).thenReturn(sub);
        when(realm.getAuthenticationExecutionByFlowId("sub")).thenReturn(middle);
        when(realm.getAuthenticationExecutionByFlowId("middle")).thenReturn(top);
        assertThat(RemainingExecutions.any(context)).isFalse();

        step("top", "after", 30, Requirement.REQUIRED);
        assertThat(RemainingExecutions.any(context)).isTrue();
    }
}
