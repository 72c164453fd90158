package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.gate.DeviceTab;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsumeResult.Consumed;
import io.github.consentgrants.grant.ConsumeResult.Refused;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.request.ConsentNotes.Notice;
import io.github.consentgrants.store.ConsentGrantStore;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.events.EventBuilder;
import org.keycloak.http.HttpResponse;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.AuthenticationSessionProvider;
import org.mockito.ArgumentCaptor;

class GrantConsumptionTest {
    private static final String PAGE = "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f";
    private static final String DEVICE = "OAUTH2_DEVICE_VERIFIED_USER_CODE";
    private static final Binding BINDING = Binding.builder()
            .set(BindingField.PAGE, PAGE)
            .set(BindingField.SUBJECT, "user")
            .build();

    private final RealmModel realm = MockRealm.gated();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final AuthenticationSessionModel tab = MockTab.of(realm, client);
    private final KeycloakSession session = MockSession.of(realm);
    private final UserModel user = mock(UserModel.class);
    private final ConsentGrantStore store = mock(ConsentGrantStore.class);
    private final Map<String, Cookie> browser = new HashMap<>();
    private final ConsentRequest request = new ConsentRequest(session, tab, user, new EventBuilder(realm, session));
    private final GrantConsumption consumption =
            new GrantConsumption(request, Gate.of(realm, client).orElseThrow());

    @BeforeEach
    void haveBrowserAndStore() {
        when(user.getId()).thenReturn("user");
        when(session.getProvider(ConsentGrantStore.class)).thenReturn(store);
        when(session.getContext().getHttpRequest().getHttpHeaders().getCookies())
                .thenReturn(browser);
        HttpResponse response = session.getContext().getHttpResponse();
        doAnswer(call -> {
                    NewCookie left = call.getArgument(0);
                    return browser.put(left.getName(), left);
                })
                .when(response)
                .setCookieIfAbsent(any());
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        ProviderFactory<AuthenticationSessionProvider> tabs =
                factory.getProviderFactory(AuthenticationSessionProvider.class);
        when(tabs.getId()).thenReturn("in the database");
    }

    /** As after a click in this very request. */
    private void clicked() {
        new PageInstance(PAGE, "en", BINDING.hash()).remember(request);
        ConsentNotes.setClicked(tab, PAGE);
        ConsentProgress.in(session).approved(BINDING);
    }

    private void refused(Reason reason) {
        when(store.consume(any(), any())).thenReturn(new Refused(PAGE, reason, Set.of()));
    }

    @ParameterizedTest
    @EnumSource(
            value = NextStep.class,
            names = {"ASK", "WAIT"})
    void takeWhenNothingIsConsumedThenTheStepInTheBrowserThatSignedIn(NextStep step) {
        assertThat(consumption.take(step, false)).isEqualTo(step);
        assertThat(browser).hasSize(1);
        verify(store, never()).consume(any(), any());
    }

    @ParameterizedTest
    @EnumSource(
            value = NextStep.class,
            names = {"ASK", "WAIT", "CONSUME"})
    void takeWhenItIsAnotherBrowserThenRefusedBeforeAnything(NextStep step) {
        clicked();
        ConsentNotes.setBrowser(tab, "0".repeat(64));
        assertThatThrownBy(() -> consumption.take(step, false)).hasMessageContaining("other_browser");
        verify(store, never()).consume(any(), any());
        assertThat(ConsentNotes.isClicked(tab, PAGE)).isTrue();
    }

    /** Once a page: a session that comes later is seen at the click and at the code. */
    @Test
    void takeWhenItMayBeAnAdministratorThenNobodyIsAskedForTheFirstTime() {
        tab.setAuthNote("SSO_AUTH", "true");
        assertThatThrownBy(() -> consumption.take(NextStep.ASK, false)).hasMessageContaining("impersonat");
        clicked();
        assertThat(consumption.take(NextStep.ASK, false)).isEqualTo(NextStep.ASK);
    }

    @Test
    void takeWhenTheGrantIsConsumedThenItIsGivenBackUnlessTheClientIsAnswered() {
        clicked();
        when(store.consume(any(), any())).thenReturn(new Consumed(PAGE));

        assertThat(consumption.take(NextStep.CONSUME, false)).isEqualTo(NextStep.CONSUME);

        assertThat(ConsentProgress.in(session).consumed()).contains(new ConsumedGrant(PAGE, BINDING.hash()));
        verify(session.getTransactionManager()).enlistPrepare(any(ReleaseWithoutCode.class));
    }

    /** Keycloak must not ask a second time. In a cache the tab is changed at once, whatever becomes of the transaction. */
    @ParameterizedTest
    @CsvSource({"infinispan, true", "jpa, false"})
    void takeWhenOfADeviceThenItsNoteIsHiddenAndPutBackIfNothingStays(String sessions, boolean putBack) {
        ProviderFactory<AuthenticationSessionProvider> tabs =
                session.getKeycloakSessionFactory().getProviderFactory(AuthenticationSessionProvider.class);
        when(tabs.getId()).thenReturn(sessions);
        tab.setClientNote(DEVICE, "ABCDEFGH");
        clicked();
        when(store.consume(any(), any())).thenReturn(new Consumed(PAGE));

        consumption.take(NextStep.CONSUME, true);
        assertThat(tab.getClientNote(DEVICE)).isNull();
        assertThat(DeviceTab.is(tab)).isTrue();

        ArgumentCaptor<TabTurn> turn = ArgumentCaptor.forClass(TabTurn.class);
        verify(session.getTransactionManager()).enlistAfterCompletion(turn.capture());
        turn.getValue().begin();
        turn.getValue().rollback();
        assertThat(tab.getClientNote(DEVICE)).isEqualTo(putBack ? "ABCDEFGH" : null);
    }

    @ParameterizedTest
    @CsvSource({"EXPIRED, EXPIRED", "BINDING_MISMATCH, CHANGED", "CONSUMED, INTERRUPTED"})
    void takeWhenTheGrantIsRefusedThenAskedAgainWithAFreshPage(Reason reason, Notice notice) {
        clicked();
        refused(reason);

        assertThat(consumption.take(NextStep.CONSUME, false)).isEqualTo(NextStep.ASK);

        assertThat(PageInstance.of(request)).isEmpty();
        assertThat(ConsentNotes.isClicked(tab, PAGE)).isFalse();
        assertThat(ConsentNotes.takeNotice(tab)).isEqualTo(notice);
        assertThat(ConsentProgress.in(session).consumed()).isEmpty();
        verify(session.getTransactionManager(), never()).setRollbackOnly();
    }

    /** A row that another browser's or tab's secret opens is none of this one's. */
    @Test
    void takeWhenTheGrantIsAnothersThenRefused() {
        clicked();
        refused(Reason.NOT_FOUND);
        when(store.decision(PAGE)).thenReturn(Optional.of(Decision.GRANTED));
        assertThatThrownBy(() -> consumption.take(NextStep.CONSUME, false)).hasMessageContaining("not_found");
        verify(session.getTransactionManager()).setRollbackOnly();
    }

    @Test
    void takeWhenThePageWasDeniedMeanwhileThenThatIsShown() {
        clicked();
        refused(Reason.NOT_FOUND);
        when(store.decision(PAGE)).thenReturn(Optional.of(Decision.DENIED));
        assertThat(consumption.take(NextStep.CONSUME, false)).isEqualTo(NextStep.ASK);
        assertThat(PageInstance.of(request)).isPresent();
        assertThat(ConsentNotes.takeNotice(tab)).isNull();
    }

    /** Two requests at once: the row comes a moment after the note of the click. */
    @Test
    void takeWhenTheRowComesLateThenConsumedAtTheSecondAttempt() {
        clicked();
        when(store.consume(any(), any()))
                .thenReturn(new Refused(PAGE, Reason.NOT_FOUND, Set.of()))
                .thenReturn(new Consumed(PAGE));
        when(store.decision(PAGE)).thenReturn(Optional.of(Decision.GRANTED));
        assertThat(consumption.take(NextStep.CONSUME, false)).isEqualTo(NextStep.CONSUME);
        assertThat(ConsentProgress.in(session).consumed()).isPresent();
    }

    @Test
    void requireWhenThereIsNoPageThenRefused() {
        assertThatThrownBy(() -> consumption.require(mock(UserSessionModel.class)))
                .hasMessageContaining("not_found");
        verify(store, never()).consume(any(), any());
    }

    /** That there is a page, and even a binding, is no click. */
    @Test
    void requireWhenThePageWasNotAuthorizedThenRefusedAndNothingIsConsumed() {
        clicked();
        BrowserSecret.leave(request, 300);
        ConsentNotes.removeClicked(tab);
        when(store.decision(PAGE)).thenReturn(Optional.empty());
        assertThatThrownBy(() -> consumption.require(mock(UserSessionModel.class)))
                .hasMessageContaining("not_found");
        verify(store, never()).consume(any(), any());
        verify(session.getTransactionManager()).setRollbackOnly();
    }
}
