package io.github.consentgrants.guard.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.guard.code.DeviceToGrant.Kept;
import io.github.consentgrants.unit.MockRealm;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceCodeModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserSessionModel;

class DeviceToGrantTest {
    private static final Instant UNTIL = Instant.ofEpochMilli(1_000_000);

    private final RealmModel realm = MockRealm.of();
    private final ClientModel tv = MockRealm.client(realm, "tv");
    private final KeycloakSession session = mock(KeycloakSession.class);
    private final Map<String, Map<String, String>> objects = new HashMap<>();
    private final Map<String, Long> lifespans = new HashMap<>();
    private final OAuth2DeviceCodeModel device = OAuth2DeviceCodeModel.create(
            realm, tv, "code", "openid", null, 600, 5, null, null, new HashMap<>(), null, null);
    private final Kept grant =
            new Kept("grant", "session", UNTIL, new ApprovedNotes("digest", Set.of("scope", "a note")));

    @BeforeEach
    void store() {
        SingleUseObjectProvider provider = mock(SingleUseObjectProvider.class);
        when(provider.get(anyString())).thenAnswer(call -> objects.get(call.<String>getArgument(0)));
        when(provider.contains(anyString())).thenAnswer(call -> objects.containsKey(call.<String>getArgument(0)));
        when(provider.putIfAbsent(anyString(), anyLong())).thenAnswer(call -> {
            lifespans.put(call.getArgument(0), call.getArgument(1));
            return objects.putIfAbsent(call.getArgument(0), Map.of()) == null;
        });
        doAnswer(call -> objects.put(call.getArgument(0), call.getArgument(2)))
                .when(provider)
                .put(anyString(), anyLong(), anyMap());
        when(session.singleUseObjects()).thenReturn(provider);
    }

    private DeviceToGrant place(ClientModel client, String deviceCode) {
        return new DeviceToGrant(session, client, deviceCode);
    }

    @Test
    void takeWhenTakenThenNotAgain() {
        DeviceToGrant place = place(tv, "code");
        assertThat(place.isTaken()).isFalse();
        assertThat(place.take(device)).isTrue();
        assertThat(place(tv, "code").take(device)).isFalse();
        assertThat(place.isTaken()).isTrue();
        assertThat(place.kept()).isEmpty();
        // As long as Keycloak keeps the code itself, and no key names it.
        assertThat(lifespans.values()).allMatch(seconds -> seconds >= 610 && seconds <= 615);
        assertThat(lifespans.keySet()).noneMatch(key -> key.contains(".code") || key.endsWith("code"));
    }

    @Test
    void keptWhenKeptThenWhole() {
        DeviceToGrant place = place(tv, "code");
        place.take(device);
        place.keep(device, grant);
        assertThat(place(tv, "code").kept()).contains(grant);
    }

    @Test
    void keptWhenAnotherCodeOrClientThenNothing() {
        DeviceToGrant place = place(tv, "code");
        place.take(device);
        place.keep(device, grant);
        assertThat(place(tv, "other").kept()).isEmpty();
        assertThat(place(MockRealm.client(realm, "other"), "code").kept()).isEmpty();
        assertThat(place(tv, "other").isTaken()).isFalse();
    }

    @Test
    void isOfWhenAnotherSessionThenNot() {
        UserSessionModel userSession = mock(UserSessionModel.class);
        when(userSession.getId()).thenReturn("session", "another");
        assertThat(grant.isOf(userSession)).isTrue();
        assertThat(grant.isOf(userSession)).isFalse();
    }

    @Test
    void isExpiredWhenAtTheEndThenYes() {
        assertThat(grant.isExpired(UNTIL.minusMillis(1))).isFalse();
        assertThat(grant.isExpired(UNTIL)).isTrue();
    }
}
