package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.store.AlreadyDecidedException;
import io.github.consentgrants.store.ConsentGrantStore;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.mockito.ArgumentCaptor;

class DecisionsTest {
    private static final String PAGE = "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f";
    private static final Duration TTL = Duration.ofMinutes(2);
    private static final Binding BINDING = Binding.builder()
            .set(BindingField.PAGE, PAGE)
            .set(BindingField.SUBJECT, "user")
            .build();

    private static final ConsentRecord RECORD = new ConsentRecord("{\"a\":1}", "{\"b\":2}");

    private final RealmModel realm = MockRealm.of();
    private final AuthenticationSessionModel tab = MockTab.of(realm, MockRealm.client(realm, "shop"));
    private final KeycloakSession session = MockSession.of(realm);
    private final KeycloakSession own = MockSession.of(realm);
    private final ConsentGrantStore store = mock(ConsentGrantStore.class);
    private final ConsentGrantStore storeOfOwn = mock(ConsentGrantStore.class);
    private final ConsentRequest request =
            new ConsentRequest(session, tab, mock(UserModel.class), new EventBuilder(realm, session));

    @BeforeEach
    void haveStores() {
        when(session.getProvider(ConsentGrantStore.class)).thenReturn(store);
        when(own.getProvider(ConsentGrantStore.class)).thenReturn(storeOfOwn);
        when(session.getKeycloakSessionFactory().create()).thenReturn(own);
        when(session.getContext().getHttpRequest().getHttpHeaders().getCookies())
                .thenReturn(Map.of());
    }

    /** The trigger and the page ask one after the other. */
    @Test
    void ofWhenNothingWasDecidedThenTheDatabaseIsAskedOnce() {
        when(store.decision(PAGE)).thenReturn(Optional.empty());
        assertThat(Decisions.of(request, PAGE)).isEmpty();
        assertThat(Decisions.of(request, PAGE)).isEmpty();
        verify(store, times(1)).decision(PAGE);
    }

    @Test
    void ofWhenAnotherPageIsUndecidedThenTheDatabaseIsAskedForThisOne() {
        when(store.decision("other")).thenReturn(Optional.empty());
        when(store.decision(PAGE)).thenReturn(Optional.of(Decision.DENIED));
        assertThat(Decisions.of(request, "other")).isEmpty();
        assertThat(Decisions.of(request, PAGE)).contains(Decision.DENIED);
    }

    @Test
    void awaitWhenTheRowComesLaterThenTheDecision() {
        when(store.decision(PAGE))
                .thenReturn(Optional.empty())
                .thenReturn(Optional.empty())
                .thenReturn(Optional.of(Decision.GRANTED));
        assertThat(Decisions.await(request, PAGE)).contains(Decision.GRANTED);
    }

    @Test
    void authorizeWhenItIsTheUserInThisBrowserThenMintedForThePage() {
        BrowserSecret.leave(request, 300);

        assertThat(Decisions.authorize(request, BINDING, LeftOut.NOTHING, TTL, RECORD, false))
                .isEqualTo(PAGE);

        ArgumentCaptor<GrantToken> token = ArgumentCaptor.forClass(GrantToken.class);
        verify(store).mint(token.capture(), eq(BINDING), eq(TTL), eq(RECORD));
        assertThat(token.getValue().grantId()).isEqualTo(PAGE);
        assertThat(ConsentNotes.isClicked(tab, PAGE)).isTrue();
        assertThat(ConsentProgress.in(session).approved(PAGE, "user")).contains(BINDING);
    }

    private void requireNotMinted(String reason) {
        assertThatThrownBy(() -> Decisions.authorize(request, BINDING, LeftOut.NOTHING, TTL, RECORD, false))
                .hasMessageContaining(reason);
        verify(store, never()).mint(any(), any(), any(), any());
        verify(session.getTransactionManager()).setRollbackOnly();
        assertThat(ConsentNotes.isClicked(tab, PAGE)).isFalse();
        assertThat(ConsentProgress.in(session).hasApproved()).isFalse();
    }

    @Test
    void authorizeWhenItIsAnotherBrowserThenNotMinted() {
        requireNotMinted("other_browser");
    }

    @Test
    void authorizeWhenItMayBeAnAdministratorThenNotMinted() {
        BrowserSecret.leave(request, 300);
        tab.setAuthNote("SSO_AUTH", "true");
        requireNotMinted("impersonat");
    }

    @Test
    void authorizeWhenThePageWasDecidedThenNoClickIsNoted() {
        BrowserSecret.leave(request, 300);
        AlreadyDecidedException decided = new AlreadyDecidedException(PAGE, new IllegalStateException());
        doThrow(decided).when(store).mint(any(), any(), any(), any());
        assertThatThrownBy(() -> Decisions.authorize(request, BINDING, LeftOut.NOTHING, TTL, RECORD, false))
                .isSameAs(decided);
        assertThat(ConsentNotes.isClicked(tab, PAGE)).isFalse();
        assertThat(ConsentProgress.in(session).hasApproved()).isFalse();
    }

    /** It stands, whatever becomes of the request. */
    @Test
    void denyWhenCalledThenInATransactionOfItsOwn() {
        Decisions.deny(request, BINDING, RECORD);
        verify(storeOfOwn).deny(BINDING, RECORD);
        verify(store, never()).deny(any(), any());
        verify(own).close();
    }

    /** An approval was being committed meanwhile. The second attempt meets it as a row, and can revoke it. */
    @Test
    void denyWhenAnApprovalIsBeingCommittedThenOnceMore() {
        AlreadyDecidedException decided = new AlreadyDecidedException(PAGE, new IllegalStateException());
        doThrow(decided).doNothing().when(storeOfOwn).deny(BINDING, RECORD);
        Decisions.deny(request, BINDING, RECORD);
        verify(storeOfOwn, times(2)).deny(BINDING, RECORD);
    }

    @Test
    void denyWhenItIsTooLateThenSaysSo() {
        AlreadyDecidedException decided = new AlreadyDecidedException(PAGE, new IllegalStateException());
        doThrow(decided).when(storeOfOwn).deny(BINDING, RECORD);
        assertThatThrownBy(() -> Decisions.deny(request, BINDING, RECORD)).isSameAs(decided);
        verify(storeOfOwn, times(2)).deny(BINDING, RECORD);
    }
}
