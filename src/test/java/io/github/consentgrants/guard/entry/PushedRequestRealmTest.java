package io.github.consentgrants.guard.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

class PushedRequestRealmTest {
    private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";

    private final RealmModel realm = MockRealm.of();
    private final KeycloakSession session = MockSession.of(realm);
    private final Map<String, Long> kept = new HashMap<>();

    @BeforeEach
    void keepObjects() {
        SingleUseObjectProvider objects = mock(SingleUseObjectProvider.class);
        when(session.singleUseObjects()).thenReturn(objects);
        when(objects.contains(anyString())).thenAnswer(call -> kept.containsKey(call.<String>getArgument(0)));
        doAnswer(call -> kept.put(call.getArgument(0), call.getArgument(1)))
                .when(objects)
                .put(anyString(), anyLong(), any());
        PushedRequestRealm.remember(session, PREFIX + "id", 60);
    }

    @Test
    void isThisOneWhenPushedHereThenTrueForAsLongAsTheRequestLives() {
        assertThat(PushedRequestRealm.isThisOne(session, PREFIX + "id")).isTrue();
        assertThat(kept.values()).containsExactly(60L);
    }

    /** One store of them for all realms. */
    @Test
    void isThisOneWhenPushedInAnotherRealmThenFalse() {
        when(realm.getId()).thenReturn("another");
        assertThat(PushedRequestRealm.isThisOne(session, PREFIX + "id")).isFalse();
    }

    @Test
    void isThisOneWhenItIsAnotherThenFalse() {
        assertThat(PushedRequestRealm.isThisOne(session, PREFIX + "other")).isFalse();
    }

    /** Keycloak finds it under a prefix in other letters too. */
    @Test
    void isThisOneWhenThePrefixIsWrittenInAnotherWayThenTrueAllTheSame() {
        assertThat(PushedRequestRealm.isThisOne(session, "URN:IETF:params:oauth:request_uri:id"))
                .isTrue();
    }
}
