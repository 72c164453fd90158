package io.github.consentgrants.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockTab;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.mockito.ArgumentCaptor;

class ConsentActionTest {
    private static final String OURS = "consent-grant";
    private static final String KC_ACTION = "kc_action";

    private final RealmModel realm = MockRealm.of();
    private final AuthenticationSessionModel tab = MockTab.of(realm, MockRealm.client(realm, "shop"));
    private final UserModel user = mock(UserModel.class);

    private void actions(RequiredActionProviderModel... actions) {
        MockRealm.setActions(realm, actions);
    }

    private static RequiredActionProviderModel ours(String alias) {
        return MockRealm.action(OURS, alias);
    }

    @Test
    void isEnabledWhenOneOfSeveralIsThenTrue() {
        assertThat(ConsentAction.isEnabled(realm)).isFalse();
        actions(MockRealm.action("another", OURS));
        assertThat(ConsentAction.isEnabled(realm)).isFalse();
        actions(MockRealm.disabled(ours("one")));
        assertThat(ConsentAction.isEnabled(realm)).isFalse();
        actions(MockRealm.disabled(ours("one")), ours("two"));
        assertThat(ConsentAction.isEnabled(realm)).isTrue();
    }

    @Test
    void askWhenEnabledThenByTheAlias() {
        actions(MockRealm.action("UPDATE_PASSWORD", "UPDATE_PASSWORD"), ours("Consent to it"));
        ConsentAction.ask(tab);
        assertThat(tab.getRequiredActions()).containsExactly("Consent to it");
        assertThat(ConsentAction.isAskable(realm)).isTrue();
    }

    @Test
    void askWhenDisabledOrAbsentThenNot() {
        ConsentAction.ask(tab);
        actions(MockRealm.disabled(ours(OURS)));
        ConsentAction.ask(tab);
        assertThat(tab.getRequiredActions()).isEmpty();
        assertThat(ConsentAction.isAskable(realm)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void askWhenAModelHasNoAliasThenByAnother(String alias) {
        actions(ours(alias));
        assertThat(ConsentAction.isAskable(realm)).isFalse();
        ConsentAction.ask(tab);
        assertThat(tab.getRequiredActions()).isEmpty();

        actions(ours(alias), ours("usable"));
        assertThat(ConsentAction.isAskable(realm)).isTrue();
        ConsentAction.ask(tab);
        assertThat(tab.getRequiredActions()).containsExactly("usable");
    }

    /** Keycloak finds the first: an action that asks for nothing, or one that it does not run. */
    @Test
    void isAskableWhenTheAliasLeadsToAnotherModelThenNot() {
        actions(MockRealm.action("another", "shared"), ours("shared"));
        assertThat(ConsentAction.isAskable(realm)).isFalse();

        actions(MockRealm.disabled(ours("shared")), ours("shared"));
        assertThat(ConsentAction.isAskable(realm)).isFalse();

        actions(ours("shared"), MockRealm.action("another", "shared"));
        assertThat(ConsentAction.isAskable(realm)).isTrue();
    }

    @Test
    void settleWhenOthersArePendingThenOnlyOursGo() {
        actions(ours("renamed"), MockRealm.action("UPDATE_PASSWORD", "UPDATE_PASSWORD"));
        tab.addRequiredAction("renamed");
        tab.addRequiredAction("UPDATE_PASSWORD");
        tab.addRequiredAction("unknown");
        tab.addRequiredAction(OURS);

        ConsentAction.settle(tab);

        assertThat(tab.getRequiredActions()).containsExactlyInAnyOrder("UPDATE_PASSWORD", "unknown");
    }

    @Test
    void settleWhenAnotherActionHasTheIdAsItsAliasThenItStays() {
        actions(MockRealm.action("another", OURS), ours("renamed"));
        tab.addRequiredAction(OURS);
        tab.addRequiredAction("renamed");

        ConsentAction.settle(tab);

        assertThat(tab.getRequiredActions()).containsExactly(OURS);
    }

    @Test
    void takeOffWhenTheUserHasOthersThenOnlyOursGo() {
        actions(MockRealm.disabled(ours("renamed")), MockRealm.action("UPDATE_PASSWORD", "UPDATE_PASSWORD"));
        when(user.getRequiredActionsStream()).thenReturn(Stream.of("UPDATE_PASSWORD", "renamed", OURS, "unknown"));

        ConsentAction.takeOff(realm, user);

        verify(user).removeRequiredAction("renamed");
        verify(user).removeRequiredAction(OURS);
        verify(user, never()).removeRequiredAction("UPDATE_PASSWORD");
        verify(user, never()).removeRequiredAction("unknown");
    }

    /** The model is that of Keycloak's cache: it must not change. */
    @Test
    void endDefaultWhenNewUsersGetItThenACopyWithoutThatAndNothingElseChanged() {
        RequiredActionProviderModel ours = MockRealm.ours(Map.of("applies-to", "all"));
        ours.setDefaultAction(true);
        ours.setName("Consent");
        ours.setPriority(7);
        RequiredActionProviderModel another = MockRealm.action("another", "another");
        another.setDefaultAction(true);
        actions(another, ours);

        ConsentAction.endDefault(realm);

        ArgumentCaptor<RequiredActionProviderModel> updated =
                ArgumentCaptor.forClass(RequiredActionProviderModel.class);
        verify(realm).updateRequiredActionProvider(updated.capture());
        assertThat(updated.getValue())
                .isNotSameAs(ours)
                .usingRecursiveComparison()
                .ignoringFields("defaultAction")
                .isEqualTo(ours);
        assertThat(updated.getValue().isDefaultAction()).isFalse();
        assertThat(ours.isDefaultAction()).isTrue();
    }

    @Test
    void endDefaultWhenNewUsersDoNotGetItThenNothingChanges() {
        actions(ours(OURS));
        ConsentAction.endDefault(realm);
        verify(realm, never()).updateRequiredActionProvider(any());
    }

    @ParameterizedTest
    @ValueSource(strings = {"consent-grant", "Consent-Grant", " consent-grant ", "renamed", "renamed "})
    void ignoreRequestForItWhenAClientAsksForItThenForgotten(String kcAction) {
        actions(ours("renamed"));
        tab.setClientNote(KC_ACTION, kcAction);
        ConsentAction.ignoreRequestForIt(tab);
        assertThat(tab.getClientNote(KC_ACTION)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE_PASSWORD", "delete_account", "", "consent-grant-2"})
    void ignoreRequestForItWhenAClientAsksForAnotherThenKept(String kcAction) {
        actions(ours("renamed"), MockRealm.action("UPDATE_PASSWORD", "UPDATE_PASSWORD"));
        tab.setClientNote(KC_ACTION, kcAction);
        ConsentAction.ignoreRequestForIt(tab);
        assertThat(tab.getClientNote(KC_ACTION)).isEqualTo(kcAction);
    }

    @Test
    void ignoreRequestForItWhenNothingIsAskedForThenNothing() {
        ConsentAction.ignoreRequestForIt(tab);
        verify(tab, never()).removeClientNote(anyString());
    }
}
