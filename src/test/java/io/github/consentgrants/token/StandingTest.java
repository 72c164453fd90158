package io.github.consentgrants.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.store.ConsentGrantLedger;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

class StandingTest {
    private final RealmModel realm = MockRealm.of();
    private final KeycloakSession session = MockSession.of(realm);
    private final ConsentGrantLedger ledger = mock(ConsentGrantLedger.class);
    private final TokenGrant grant = TokenGrant.approved("018bcfe5-6800-7000-8000-000000000000");

    private boolean isRevoked() {
        return Standing.isRevoked(session, realm, grant);
    }

    @Test
    void isRevokedWhenTheLedgerSaysSoThenYes() {
        doReturn(ledger).when(session).getProvider(ConsentGrantLedger.class);
        assertThat(isRevoked()).isFalse();
        when(ledger.isRevoked(realm.getId(), grant.grantId())).thenReturn(true);
        assertThat(isRevoked()).isTrue();
    }

    /** Who switches the ledger off must not bring revoked tokens back. */
    @Test
    void isRevokedWhenThereIsNoLedgerThenYes() {
        assertThat(isRevoked()).isTrue();
    }

    @Test
    void isRevokedWhenTheLedgerFailsThenTheFailure() {
        doReturn(ledger).when(session).getProvider(ConsentGrantLedger.class);
        when(ledger.isRevoked(realm.getId(), grant.grantId())).thenThrow(new IllegalStateException("no database"));
        assertThatThrownBy(this::isRevoked).isInstanceOf(IllegalStateException.class);
    }
}
