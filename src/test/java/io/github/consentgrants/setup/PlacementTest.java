package io.github.consentgrants.setup;

import static io.github.consentgrants.setup.TestFlows.OURS;
import static io.github.consentgrants.setup.TestFlows.flow;
import static io.github.consentgrants.setup.TestFlows.made;
import static io.github.consentgrants.setup.TestFlows.step;
import static io.github.consentgrants.setup.TestFlows.sub;
import static io.github.consentgrants.setup.TestFlows.usual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.ALTERNATIVE;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.CONDITIONAL;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.DISABLED;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.REQUIRED;

import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final FlowStep COOKIE = step(ALTERNATIVE, "auth-cookie");
    private static final FlowStep PASSWORD = step(REQUIRED, "auth-username-password-form");
    private static final FlowStep AUTHENTICATOR = step(REQUIRED, OURS);

    private static Placement of(FlowStep... steps) {
        return flow("own", steps).placement();
    }

    @Test
    void placementWhenRequiredAfterTheSignInThenReady() {
        assertThat(made("made", usual("browser")).placement()).isEqualTo(Placement.READY);
        assertThat(of(PASSWORD, AUTHENTICATOR)).isEqualTo(Placement.READY);
        assertThat(of(PASSWORD, AUTHENTICATOR, PASSWORD)).isEqualTo(Placement.READY);
        assertThat(of(sub(REQUIRED, sub(REQUIRED, COOKIE), AUTHENTICATOR))).isEqualTo(Placement.READY);
        assertThat(of(PASSWORD, sub(REQUIRED, AUTHENTICATOR))).isEqualTo(Placement.READY);
    }

    @Test
    void placementWhenNowhereThenAbsent() {
        assertThat(of()).isEqualTo(Placement.ABSENT);
        assertThat(usual("browser").placement()).isEqualTo(Placement.ABSENT);
    }

    @Test
    void placementWhenItOrASubFlowAroundItIsAlternativeThenNotReached() {
        assertThat(of(COOKIE, step(ALTERNATIVE, OURS))).isEqualTo(Placement.ALTERNATIVE);
        assertThat(of(COOKIE, sub(ALTERNATIVE, PASSWORD, AUTHENTICATOR))).isEqualTo(Placement.ALTERNATIVE);
        assertThat(of(sub(REQUIRED, COOKIE, sub(ALTERNATIVE, PASSWORD, AUTHENTICATOR))))
                .isEqualTo(Placement.ALTERNATIVE);
    }

    @Test
    void placementWhenInAConditionalThenNotReachedByAll() {
        assertThat(of(PASSWORD, sub(CONDITIONAL, step(REQUIRED, "conditional-user-configured"), AUTHENTICATOR)))
                .isEqualTo(Placement.CONDITIONAL);
    }

    @Test
    void placementWhenItOrASubFlowAroundItIsDisabledThenDisabled() {
        assertThat(of(PASSWORD, step(DISABLED, OURS))).isEqualTo(Placement.DISABLED);
        assertThat(of(PASSWORD, sub(DISABLED, AUTHENTICATOR))).isEqualTo(Placement.DISABLED);
    }

    /** Keycloak leaves the alternatives out then, so that nobody is signed in. */
    @Test
    void placementWhenRequiredBesideAlternativesThenSo() {
        assertThat(of(COOKIE, AUTHENTICATOR)).isEqualTo(Placement.BESIDE_ALTERNATIVES);
        assertThat(of(COOKIE, sub(REQUIRED, PASSWORD, AUTHENTICATOR))).isEqualTo(Placement.BESIDE_ALTERNATIVES);
        assertThat(of(step(DISABLED, "auth-cookie"), PASSWORD, AUTHENTICATOR)).isEqualTo(Placement.READY);
    }

    @Test
    void placementWhenNothingSignsInBeforeItThenFirst() {
        assertThat(of(AUTHENTICATOR)).isEqualTo(Placement.FIRST);
        assertThat(of(AUTHENTICATOR, PASSWORD)).isEqualTo(Placement.FIRST);
        assertThat(of(step(DISABLED, "auth-cookie"), AUTHENTICATOR)).isEqualTo(Placement.FIRST);
        assertThat(of(sub(REQUIRED, AUTHENTICATOR, PASSWORD))).isEqualTo(Placement.FIRST);
    }

    @Test
    void placementWhenInSeveralPlacesThenTheBest() {
        assertThat(of(sub(REQUIRED, COOKIE, sub(ALTERNATIVE, PASSWORD, AUTHENTICATOR)), AUTHENTICATOR))
                .isEqualTo(Placement.READY);
        assertThat(of(PASSWORD, step(DISABLED, OURS), sub(CONDITIONAL, AUTHENTICATOR)))
                .isEqualTo(Placement.CONDITIONAL);
    }
}
