package io.github.consentgrants.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

class BrowserFlowTest {
    private final RealmModel realm = mock(RealmModel.class);

    private AuthenticationFlowModel flow(String id, AuthenticationExecutionModel... steps) {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setId(id);
        flow.setAlias("alias of " + id);
        flow.setProviderId("basic-flow");
        when(realm.getAuthenticationFlowById(id)).thenReturn(flow);
        when(realm.getAuthenticationExecutionsStream(id)).thenAnswer(call -> Stream.of(steps));
        return flow;
    }

    private static AuthenticationExecutionModel subFlow(String id) {
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setRequirement(Requirement.REQUIRED);
        step.setAuthenticatorFlow(true);
        step.setFlowId(id);
        return step;
    }

    private static AuthenticationExecutionModel authenticator(String config) {
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setRequirement(Requirement.REQUIRED);
        step.setAuthenticator("password");
        step.setAuthenticatorConfig(config);
        return step;
    }

    @Test
    void ofWhenAFlowContainsItselfThenItEnds() {
        AuthenticationFlowModel outer = flow("outer", subFlow("inner"));
        flow("inner", subFlow("outer"));
        FlowStep inner = BrowserFlow.of(realm, outer).steps().get(0);
        assertThat(inner.steps()).hasSize(1);
        assertThat(inner.steps().get(0).steps()).isEmpty();
    }

    @Test
    void copyWhenAFlowContainsItselfThenRefused() {
        AuthenticationFlowModel outer = flow("outer", authenticator(null), subFlow("inner"));
        flow("inner", authenticator(null), subFlow("outer"));
        when(realm.addAuthenticationFlow(any())).thenAnswer(call -> call.getArgument(0));
        assertThatIllegalStateException()
                .isThrownBy(() -> new FlowCopy(realm).make(outer, "copy"))
                .withMessageContaining("contains itself");
    }

    @Test
    void ofWhenTheConfigurationIsElsewhereOrEmptyThenNone() {
        when(realm.getAuthenticatorConfigById("empty")).thenReturn(new AuthenticatorConfigModel());
        AuthenticationFlowModel flow = flow("flow", authenticator("elsewhere"), authenticator("empty"));
        assertThat(BrowserFlow.of(realm, flow).steps())
                .allSatisfy(step -> assertThat(step.config()).isEmpty());
    }

    @Test
    void ofWhenAValueIsMissingThenTheTextNull() {
        AuthenticatorConfigModel config = new AuthenticatorConfigModel();
        config.setConfig(new HashMap<>());
        config.getConfig().put("name", null);
        when(realm.getAuthenticatorConfigById("config")).thenReturn(config);
        assertThat(BrowserFlow.of(realm, flow("flow", authenticator("config")))
                        .steps()
                        .get(0)
                        .config())
                .isEqualTo(Map.of("name", "null"));
    }
}
