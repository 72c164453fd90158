package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.store.AlreadyDecidedException;
import io.github.consentgrants.store.ConsentGrantStore;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

class StoreCallTest {
    private final RealmModel realm = MockRealm.of();
    private final KeycloakSession session = MockSession.of(realm);
    private final KeycloakSession own = MockSession.of(realm);
    private final ConsentGrantStore store = mock(ConsentGrantStore.class);
    private final ConsentGrantStore storeOfOwn = mock(ConsentGrantStore.class);
    private final ConsentRequest request = new ConsentRequest(
            session,
            MockTab.of(realm, MockRealm.client(realm, "shop")),
            mock(UserModel.class),
            new EventBuilder(realm, session));
    private final List<String> reasons = new ArrayList<>();
    private final List<RuntimeException> causes = new ArrayList<>();

    @BeforeEach
    void haveStores() {
        when(session.getProvider(ConsentGrantStore.class)).thenReturn(store);
        when(own.getProvider(ConsentGrantStore.class)).thenReturn(storeOfOwn);
        when(session.getKeycloakSessionFactory().create()).thenReturn(own);
    }

    private RuntimeException unusable(String reason, RuntimeException cause) {
        reasons.add(reason);
        causes.add(cause);
        return new IllegalStateException("refused");
    }

    private static RuntimeException failure() {
        return new IllegalArgumentException("the database is down");
    }

    @Test
    void inWhenTheStoreAnswersThenItsAnswer() {
        assertThat(StoreCall.<Object>in(session, this::unusable, used -> used)).isSameAs(store);
        assertThat(reasons).isEmpty();
    }

    @Test
    void inWhenTheStoreIsMissingThenRefusedWithoutACause() {
        when(session.getProvider(ConsentGrantStore.class)).thenReturn(null);
        assertThatThrownBy(() -> StoreCall.in(session, this::unusable, used -> "used"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(reasons).containsExactly("store_missing");
        assertThat(causes).containsOnlyNulls();
    }

    @Test
    void inWhenTheStoreFailsThenRefusedWithTheCause() {
        RuntimeException failure = failure();
        assertThatThrownBy(() -> StoreCall.in(session, this::unusable, used -> {
                    throw failure;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(reasons).containsExactly("store_failed");
        assertThat(causes).containsExactly(failure);
    }

    /** It is an answer of the store's, not a failure. */
    @Test
    void inWhenAlreadyDecidedThenLetThrough() {
        AlreadyDecidedException decided = new AlreadyDecidedException("id", new IllegalStateException());
        assertThatThrownBy(() -> StoreCall.in(session, this::unusable, used -> {
                    throw decided;
                }))
                .isSameAs(decided);
        assertThat(reasons).isEmpty();
    }

    @Test
    void inRequestWhenTheStoreFailsThenItsTransactionRollsBack() {
        assertThatThrownBy(() -> StoreCall.in(request, used -> {
                    throw failure();
                }))
                .hasMessageContaining("store_failed");
        verify(session.getTransactionManager()).setRollbackOnly();
    }

    @Test
    void inRequestWhenAlreadyDecidedThenItsTransactionGoesOn() {
        AlreadyDecidedException decided = new AlreadyDecidedException("id", new IllegalStateException());
        assertThatThrownBy(() -> StoreCall.in(request, used -> {
                    throw decided;
                }))
                .isSameAs(decided);
        verify(session.getTransactionManager(), never()).setRollbackOnly();
    }

    @Test
    void aloneWhenCalledThenInASessionOfItsOwnWhichEnds() {
        List<ConsentGrantStore> used = new ArrayList<>();
        StoreCall.alone(request, used::add);
        assertThat(used).containsExactly(storeOfOwn);
        verify(own).close();
        verify(own.getTransactionManager(), never()).setRollbackOnly();
        verify(session.getTransactionManager(), never()).setRollbackOnly();
    }

    @Test
    void aloneWhenTheStoreFailsThenBothTransactionsRollBack() {
        assertThatThrownBy(() -> StoreCall.alone(request, used -> {
                    throw failure();
                }))
                .hasMessageContaining("store_failed");
        verify(own.getTransactionManager()).setRollbackOnly();
        verify(session.getTransactionManager()).setRollbackOnly();
    }

    @Test
    void aloneWhenTheStoreIsMissingThereThenRefused() {
        when(own.getProvider(ConsentGrantStore.class)).thenReturn(null);
        assertThatThrownBy(() -> StoreCall.alone(request, used -> reasons.add("used")))
                .hasMessageContaining("store_missing");
        assertThat(reasons).isEmpty();
    }

    @Test
    void aloneWhenAlreadyDecidedThenLetThroughAndItsOwnRollsBack() {
        AlreadyDecidedException decided = new AlreadyDecidedException("id", new IllegalStateException());
        assertThatThrownBy(() -> StoreCall.alone(request, used -> {
                    throw decided;
                }))
                .isSameAs(decided);
        verify(own.getTransactionManager()).setRollbackOnly();
        verify(session.getTransactionManager(), never()).setRollbackOnly();
    }
}
