package io.github.consentgrants.setup;

import static io.github.consentgrants.setup.TestFlows.OURS;
import static io.github.consentgrants.setup.TestFlows.flow;
import static io.github.consentgrants.setup.TestFlows.made;
import static io.github.consentgrants.setup.TestFlows.step;
import static io.github.consentgrants.setup.TestFlows.sub;
import static io.github.consentgrants.setup.TestFlows.usual;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.setup.Change.BindFlow;
import io.github.consentgrants.setup.Change.CopyFlow;
import io.github.consentgrants.setup.Change.RegisterAction;
import io.github.consentgrants.setup.Change.UpdateAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

class SetupPlanTest {
    private static final Map<String, String> PRESETS = Map.of("applies-to", "consent-required", "time-to-live", "120");
    private static final ActionState READY = action("consent-grant", true, Map.of("applies-to", "all"));

    private static ActionState action(String alias, boolean isEnabled, Map<String, String> settings) {
        return new ActionState("id of " + alias, alias, isEnabled, false, true, settings);
    }

    private static RealmState realm(List<ActionState> actions, BrowserFlow bound, BrowserFlow... others) {
        return new RealmState(
                "realm",
                actions,
                actions.stream().map(ActionState::alias).collect(Collectors.toSet()),
                Optional.ofNullable(bound),
                List.of(others),
                Stream.concat(Stream.ofNullable(bound), Stream.of(others))
                        .map(BrowserFlow::alias)
                        .collect(Collectors.toSet()),
                Set.of());
    }

    private static List<Change> plan(RealmState realm, Map<String, String> settings) {
        return SetupPlan.of(realm, settings, PRESETS);
    }

    @Test
    void planWhenNothingIsThereThenActionCopyAndBinding() {
        BrowserFlow browser = usual("browser");
        assertThat(plan(realm(List.of(), browser), Map.of("time-to-live", "60")))
                .containsExactly(
                        new RegisterAction(
                                "consent-grant", Map.of("applies-to", "consent-required", "time-to-live", "60")),
                        new CopyFlow(browser, "browser with consent grant"),
                        new BindFlow("browser with consent grant", Optional.empty()));
    }

    @Test
    void planWhenAllIsThereThenNothing() {
        BrowserFlow bound = made("own", usual("browser"));
        assertThat(plan(realm(List.of(READY), bound), Map.of())).isEmpty();
        assertThat(plan(realm(List.of(READY), bound), Map.of("applies-to", "all")))
                .isEmpty();
        assertThat(plan(realm(List.of(READY), bound), Map.of("retention-days", "")))
                .isEmpty();
    }

    @Test
    void planWhenTheRealmHasNoFlowForBrowsersThenTheActionAlone() {
        assertThat(plan(realm(List.of(), null), Map.of())).hasSize(1);
    }

    @Test
    void planWhenSettingsAreGivenThenTheOthersStay() {
        ActionState action = action("own", false, Map.of("applies-to", "all", "time-to-live", "60", "x", "y"));
        assertThat(plan(realm(List.of(action), null), Map.of("time-to-live", "", "claim-values", "true")))
                .singleElement()
                .isInstanceOfSatisfying(UpdateAction.class, change -> {
                    assertThat(change.settings())
                            .isEqualTo(Map.of("applies-to", "all", "claim-values", "true", "x", "y"));
                    assertThat(change.alias()).isEqualTo("own");
                    assertThat(change.reasons()).hasSize(2);
                });
    }

    @Test
    void planWhenTheActionIsOfNewUsersThenNoMore() {
        ActionState action = new ActionState("id", "consent-grant", true, true, true, Map.of());
        assertThat(plan(realm(List.of(action), null), Map.of())).singleElement().isInstanceOf(UpdateAction.class);
    }

    @Test
    void planWhenAnAliasLeadsElsewhereThenItGetsAFreeOne() {
        ActionState action = new ActionState("id", "consent-grant", true, false, false, Map.of());
        assertThat(plan(realm(List.of(action), null), Map.of()))
                .singleElement()
                .isInstanceOfSatisfying(
                        UpdateAction.class, change -> assertThat(change.alias()).isEqualTo("consent-grant 2"));
        RealmState taken = new RealmState(
                "realm", List.of(), Set.of("consent-grant"), Optional.empty(), List.of(), Set.of(), Set.of());
        assertThat(plan(taken, Map.of()))
                .singleElement()
                .isInstanceOfSatisfying(
                        RegisterAction.class,
                        change -> assertThat(change.alias()).isEqualTo("consent-grant 2"));
    }

    @Test
    void planWhenThereAreSeveralActionsThenTheOneThatKeycloakFinds() {
        ActionState lost = new ActionState("lost", "", true, false, false, Map.of());
        ActionState disabled = action("consent-grant", false, Map.of());
        ActionState enabled = action("other", true, Map.of());
        Map<String, String> settings = Map.of("time-to-live", "60");
        assertThat(plan(realm(List.of(lost, disabled, enabled), null), settings))
                .singleElement()
                .isInstanceOfSatisfying(
                        UpdateAction.class, change -> assertThat(change.alias()).isEqualTo("other"));
        assertThat(plan(realm(List.of(lost, disabled), null), settings))
                .singleElement()
                .isInstanceOfSatisfying(
                        UpdateAction.class, change -> assertThat(change.alias()).isEqualTo("consent-grant"));
    }

    @Test
    void planWhenAFlowWasMadeOfTheBoundOneThenThatIsBound() {
        BrowserFlow browser = usual("browser");
        BrowserFlow made = made("any name", browser);
        assertThat(plan(realm(List.of(READY), browser, usual("x"), made), Map.of()))
                .containsExactly(new BindFlow("any name", Optional.of(made.id())));
    }

    /** It would sign users in with fewer steps, or others. */
    @Test
    void planWhenAFlowWasMadeOfAnotherThenItIsNotBound() {
        BrowserFlow stricter = flow(
                "browser",
                step(Requirement.ALTERNATIVE, "auth-cookie"),
                sub(
                        Requirement.ALTERNATIVE,
                        step(Requirement.REQUIRED, "auth-username-password-form"),
                        step(Requirement.REQUIRED, "auth-otp-form")));
        BrowserFlow made = made("browser with consent grant", usual("browser"));
        assertThat(plan(realm(List.of(READY), stricter, made), Map.of()))
                .containsExactly(
                        new CopyFlow(stricter, "browser with consent grant 2"),
                        new BindFlow("browser with consent grant 2", Optional.empty()));
    }

    @Test
    void isMadeFromWhenAnythingDiffersThenNot() {
        BrowserFlow browser = usual("browser");
        BrowserFlow made = made("made", browser);
        assertThat(made.isMadeFrom(browser)).isTrue();
        FlowStep first = made.steps().get(0);
        FlowStep ours = made.steps().get(1);
        assertThat(flow("x", ours, first).isMadeFrom(browser)).isFalse();
        assertThat(flow("x", first).isMadeFrom(browser)).isFalse();
        assertThat(flow("x", first, ours, ours).isMadeFrom(browser)).isFalse();
        assertThat(flow("x", first, step(Requirement.ALTERNATIVE, OURS)).isMadeFrom(browser))
                .isFalse();
        assertThat(flow("x", sub(Requirement.ALTERNATIVE, first), ours).isMadeFrom(browser))
                .isFalse();
        FlowStep configured = new FlowStep(Requirement.ALTERNATIVE, "auth-cookie", null, Map.of("a", "b"), List.of());
        assertThat(made.isMadeFrom(flow("x", configured, browser.steps().get(1))))
                .isFalse();
    }

    @Test
    void isMadeFromWhenTheOtherHasTheAuthenticatorMisplacedThenItIsLeftOut() {
        BrowserFlow misplaced = flow(
                "own",
                step(Requirement.ALTERNATIVE, "auth-cookie"),
                sub(
                        Requirement.ALTERNATIVE,
                        step(Requirement.REQUIRED, "auth-username-password-form"),
                        step(Requirement.REQUIRED, OURS)),
                sub(Requirement.ALTERNATIVE, step(Requirement.REQUIRED, OURS)));
        assertThat(made("made", usual("own")).isMadeFrom(misplaced)).isTrue();
    }

    /** An administrator has renamed both: what is new must not get their ids. */
    @Test
    void planWhenWhatWasMadeBeforeWasRenamedThenOtherAliases() {
        BrowserFlow browser = usual("browser");
        RealmState renamed = new RealmState(
                "realm",
                List.of(),
                Set.of("renamed"),
                Optional.of(browser),
                List.of(),
                Set.of("browser", "renamed"),
                Set.of(
                        SteadyId.of("realm", "consent-grant"),
                        SteadyId.of("realm", "browser with consent grant"),
                        SteadyId.of("other realm", "browser with consent grant 2")));
        assertThat(plan(renamed, Map.of()))
                .containsExactly(
                        new RegisterAction("consent-grant 2", PRESETS),
                        new CopyFlow(browser, "browser with consent grant 2"),
                        new BindFlow("browser with consent grant 2", Optional.empty()));
    }
}
