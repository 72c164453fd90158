package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.gate.DeviceTab;
import io.github.consentgrants.store.ConsentGrantStore;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.mockito.ArgumentCaptor;

class ReleaseWithoutCodeTest {
    private final RealmModel realm = MockRealm.of();
    private final KeycloakSession session = MockSession.of(realm);
    private final ConsentGrantStore store = mock(ConsentGrantStore.class);
    private final ConsentRequest request = new ConsentRequest(
            session, MockTab.of(realm, MockRealm.client(realm, "shop")), mock(UserModel.class), null);

    @BeforeEach
    void haveStore() {
        when(session.getProvider(ConsentGrantStore.class)).thenReturn(store);
    }

    private KeycloakTransaction enlisted() {
        ReleaseWithoutCode.unlessAnswered(request, "grant");
        ArgumentCaptor<KeycloakTransaction> enlisted = ArgumentCaptor.forClass(KeycloakTransaction.class);
        verify(session.getTransactionManager()).enlistPrepare(enlisted.capture());
        enlisted.getValue().begin();
        return enlisted.getValue();
    }

    @Test
    void commitWhenTheClientIsNotAnsweredThenTheGrantIsGivenBack() {
        KeycloakTransaction transaction = enlisted();
        verify(store, never()).release(any());
        transaction.commit();
        verify(store).release("grant");
    }

    /** What comes next may be another page of Keycloak's, which must know what the tab is about. */
    @Test
    void commitWhenTheClientIsNotAnsweredThenATabOfADeviceIsOneAgain() {
        AuthenticationSessionModel tab = request.authSession();
        tab.setClientNote("OAUTH2_DEVICE_VERIFIED_USER_CODE", "ABCDEFGH");
        DeviceTab.hide(tab);
        enlisted().commit();
        assertThat(tab.getClientNote("OAUTH2_DEVICE_VERIFIED_USER_CODE")).isEqualTo("ABCDEFGH");
    }

    @Test
    void commitWhenTheClientIsAnsweredThenTheGrantStaysSpent() {
        KeycloakTransaction transaction = enlisted();
        ReleaseWithoutCode.answered(session);
        transaction.commit();
        verify(store, never()).release(anyString());
    }

    @Test
    void rollbackWhenNothingWasConsumedThenNothingIsGivenBack() {
        enlisted().rollback();
        verify(store, never()).release(anyString());
    }
}
