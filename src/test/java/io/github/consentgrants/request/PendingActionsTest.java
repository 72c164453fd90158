package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

class PendingActionsTest {
    private final RealmModel realm = MockRealm.of(
            MockRealm.action("consent-grant", "ours"),
            MockRealm.action("UPDATE_PASSWORD", "UPDATE_PASSWORD"),
            MockRealm.disabled(MockRealm.action("CONFIGURE_TOTP", "CONFIGURE_TOTP")));
    private final AuthenticationSessionModel tab = MockTab.of(realm, MockRealm.client(realm, "shop"));
    private final KeycloakSession session = MockSession.of(realm);
    private final UserModel user = mock(UserModel.class);
    private final ConsentRequest request = new ConsentRequest(session, tab, user, null);

    @BeforeEach
    void noActions() {
        when(user.getRequiredActionsStream()).thenAnswer(call -> Stream.empty());
    }

    @Test
    void anyWhenThereIsNothingThenNot() {
        assertThat(PendingActions.any(request)).isFalse();
    }

    /** Keycloak does not run one that is disabled or that nobody knows; and ours is what is being asked. */
    @ParameterizedTest
    @CsvSource({
        "UPDATE_PASSWORD, true",
        "CONFIGURE_TOTP, false",
        "unknown, false",
        "ours, false",
        "consent-grant, false"
    })
    void anyWhenTheUserOrTheTabHasAnActionThenIfKeycloakWillRunIt(String alias, boolean pending) {
        tab.addRequiredAction(alias);
        assertThat(PendingActions.any(request)).isEqualTo(pending);

        tab.removeRequiredAction(alias);
        when(user.getRequiredActionsStream()).thenAnswer(call -> Stream.of(alias));
        assertThat(PendingActions.any(request)).isEqualTo(pending);
    }

    @Test
    void anyWhenOursComesFirstThenTheOthersAreSeenAllTheSame() {
        when(user.getRequiredActionsStream()).thenAnswer(call -> Stream.of("ours", "UPDATE_PASSWORD"));
        assertThat(PendingActions.any(request)).isTrue();
    }

    @Test
    void anyWhenTheClientAskedForAnActionThenTrue() {
        tab.setClientNote("kc_action", "delete_account");
        assertThat(PendingActions.any(request)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://bank.example/realms/bank/login-actions/action-token, true",
        "https://bank.example/auth/realms/bank/login-actions/action-token, true",
        "https://bank.example/realms/bank/login-actions/action-token/other, false",
        "https://bank.example/realms/bank/login-actions/authenticate?key=/login-actions/action-token, false"
    })
    void anyWhenALinkOfAnEmailWasOpenedThenTrue(String address, boolean pending) {
        MockSession.request(session, address);
        assertThat(PendingActions.any(request)).isEqualTo(pending);
    }
}
