package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;
import org.keycloak.sessions.RootAuthenticationSessionModel;
import org.mockito.ArgumentCaptor;

class TabTurnTest {
    private final RealmModel realm = MockRealm.of();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final RootAuthenticationSessionModel root = mock(RootAuthenticationSessionModel.class);
    private final AuthenticationSessionModel tab =
            MockTab.of(realm, client, root, UUID.randomUUID().toString());
    private final KeycloakSession first = MockSession.of(realm);
    private final KeycloakSession second = MockSession.of(realm);

    @BeforeEach
    void nameRoot() {
        when(root.getId()).thenReturn("root");
    }

    private static KeycloakTransaction transaction(KeycloakSession session) {
        ArgumentCaptor<KeycloakTransaction> enlisted = ArgumentCaptor.forClass(KeycloakTransaction.class);
        verify(session.getTransactionManager()).enlistAfterCompletion(enlisted.capture());
        enlisted.getValue().begin();
        return enlisted.getValue();
    }

    /** Returns when the second request waits. */
    private CompletableFuture<Boolean> secondComes() {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        Thread thread = new Thread(() -> taken.complete(TabTurn.isTaken(second, tab)));
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return taken;
    }

    @Test
    void isTakenWhenNobodyHasItThenAtOnceAndAgain() {
        assertThat(TabTurn.isTaken(first, tab)).isTrue();
        assertThat(TabTurn.isTaken(first, tab)).isTrue();
        transaction(first).commit();
    }

    @Test
    void isTakenWhenTheOtherHasShownThePageThenAfterIt() {
        TabTurn.isTaken(first, tab);
        CompletableFuture<Boolean> taken = secondComes();
        assertThat(taken).isNotCompleted();
        transaction(first).commit();
        assertThat(taken).succeedsWithin(Duration.ofSeconds(1)).isEqualTo(true);
        transaction(second).commit();
    }

    @Test
    void isTakenWhenTheOtherWasTheClickThenNot() {
        TabTurn.isTaken(first, tab);
        CompletableFuture<Boolean> taken = secondComes();
        ConsentProgress.in(first).approved(mock(Binding.class));
        transaction(first).commit();
        assertThat(taken).succeedsWithin(Duration.ofSeconds(1)).isEqualTo(false);
    }

    @Test
    void isTakenWhenTheOtherHasAnsweredThenNot() {
        TabTurn.isTaken(first, tab);
        CompletableFuture<Boolean> taken = secondComes();
        ConsentProgress.in(first).answered();
        transaction(first).commit();
        assertThat(taken).succeedsWithin(Duration.ofSeconds(1)).isEqualTo(false);
    }

    @Test
    void isTakenWhenTheOtherHasDeniedThenNot() {
        TabTurn.isTaken(first, tab);
        CompletableFuture<Boolean> taken = secondComes();
        ConsentProgress.in(first).denied();
        transaction(first).commit();
        assertThat(taken).succeedsWithin(Duration.ofSeconds(1)).isEqualTo(false);
    }

    /** What the click has done in the tab is undone before another request looks at it. */
    @Test
    void isTakenWhenTheClickIsRolledBackThenAfterItIsUndone() {
        TabTurn.isTaken(first, tab);
        ConsentProgress.in(first).approved(mock(Binding.class));
        CompletableFuture<Boolean> undone = new CompletableFuture<>();
        CompletableFuture<Boolean> taken = secondComes();
        TabTurn.onRollback(first, () -> undone.complete(!taken.isDone()));
        transaction(first).rollback();
        assertThat(taken).succeedsWithin(Duration.ofSeconds(1)).isEqualTo(true);
        assertThat(undone).isCompletedWithValue(true);
        transaction(second).commit();
    }

    @Test
    void isTakenWhenTheTransactionCommitsThenNothingIsUndone() {
        TabTurn.isTaken(first, tab);
        CompletableFuture<Boolean> undone = new CompletableFuture<>();
        TabTurn.onRollback(first, () -> undone.complete(true));
        transaction(first).commit();
        assertThat(undone).isNotDone();
    }

    @Test
    void isTakenWhenTheOtherIsOfAnotherTabThenAtOnce() {
        TabTurn.isTaken(first, tab);
        assertThat(TabTurn.isTaken(second, MockTab.of(realm, client, root, "another")))
                .isTrue();
        transaction(first).commit();
        transaction(second).commit();
    }

    @Test
    void isTakenWhenTheOtherDoesNotEndThenNotAfterFiveSeconds() {
        TabTurn.isTaken(first, tab);
        long start = System.nanoTime();
        assertThat(TabTurn.isTaken(second, tab)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
        transaction(first).commit();
        assertThat(TabTurn.isTaken(second, tab)).isTrue();
        transaction(second).commit();
    }

    /** Who ends the thread wants the server to stop. It must stay interrupted. */
    @Test
    void isTakenWhenInterruptedThenNot() {
        TabTurn.isTaken(first, tab);
        Thread.currentThread().interrupt();
        assertThat(TabTurn.isTaken(second, tab)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        transaction(first).commit();
    }

    private boolean isElsewhere(Action action, String path) {
        when(tab.getAction()).thenReturn(action.name());
        MockSession.request(first, "https://bank.example/realms/bank/login-actions/" + path);
        return TabTurn.isElsewhere(new ConsentRequest(first, tab, mock(UserModel.class), mock(EventBuilder.class)));
    }

    @Test
    void isElsewhereWhenTheFlowRunsAtAnActionsAddressThenYes() {
        assertThat(isElsewhere(Action.AUTHENTICATE, "required-action")).isTrue();
    }

    @Test
    void isElsewhereWhenTheTabIsAtTheActionThenNot() {
        assertThat(isElsewhere(Action.REQUIRED_ACTIONS, "required-action")).isFalse();
    }

    @Test
    void isElsewhereWhenTheRequestIsOneOfTheFlowThenNot() {
        assertThat(isElsewhere(Action.AUTHENTICATE, "authenticate")).isFalse();
    }

    @Test
    void isElsewhereWhenThisVeryRequestRunsTheFlowThenNot() {
        ConsentProgress.in(first).runTheFlow();
        assertThat(isElsewhere(Action.AUTHENTICATE, "required-action")).isFalse();
    }
}
