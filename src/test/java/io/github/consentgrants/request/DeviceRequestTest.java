package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.gate.DeviceTab;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockTab;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceCodeModel;
import org.keycloak.models.OAuth2DeviceUserCodeModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.sessions.AuthenticationSessionModel;

class DeviceRequestTest {
    private static final String USER_CODE = "ABCDEFGH";
    private static final String NOTE = "OAUTH2_DEVICE_VERIFIED_USER_CODE";
    private static final int EXPIRES_IN = 600;

    private final RealmModel realm = MockRealm.of();
    private final ClientModel tv = MockRealm.client(realm, "tv");
    private final AuthenticationSessionModel tab = MockTab.of(realm, tv);
    private final KeycloakSession session = mock(KeycloakSession.class);
    private final Map<String, Map<String, String>> objects = new HashMap<>();
    private final ConsentRequest request = new ConsentRequest(session, tab, null, null);

    @BeforeEach
    void enterCode() {
        SingleUseObjectProvider provider = mock(SingleUseObjectProvider.class);
        when(provider.get(anyString())).thenAnswer(call -> objects.get(call.<String>getArgument(0)));
        when(session.singleUseObjects()).thenReturn(provider);
        tab.setClientNote(NOTE, USER_CODE);
    }

    private void keep(OAuth2DeviceCodeModel device) {
        OAuth2DeviceUserCodeModel userCode = new OAuth2DeviceUserCodeModel(realm, device.getDeviceCode(), USER_CODE);
        objects.put(userCode.serializeKey(), userCode.serializeValue());
        objects.put(device.serializeKey(), device.toMap());
    }

    private OAuth2DeviceCodeModel device(String deviceCode, ClientModel client, int expiresIn, int interval) {
        return device(deviceCode, client, expiresIn, interval, "openid", new HashMap<>(), null);
    }

    private OAuth2DeviceCodeModel device(
            String deviceCode,
            ClientModel client,
            int expiresIn,
            int interval,
            String nonce,
            Map<String, String> parameters,
            @Nullable String challenge) {
        return OAuth2DeviceCodeModel.create(
                realm,
                client,
                deviceCode,
                "openid",
                nonce,
                expiresIn,
                interval,
                null,
                null,
                parameters,
                challenge,
                null);
    }

    private boolean waits() {
        return DeviceRequest.waiting(session, tab).isPresent();
    }

    @Test
    void waitingWhenPendingThenThere() {
        assertThat(waits()).isFalse();
        keep(device("code", tv, EXPIRES_IN, 5));
        assertThat(waits()).isTrue();
        tab.removeClientNote(NOTE);
        assertThat(waits()).isFalse();
    }

    @Test
    void waitingWhenDecidedOrExpiredOrOfAnotherClientThenNot() {
        OAuth2DeviceCodeModel device = device("code", tv, EXPIRES_IN, 5);
        keep(device.approve("session"));
        assertThat(waits()).isFalse();
        keep(device.deny());
        assertThat(waits()).isFalse();
        keep(device("code", tv, -1, 5));
        assertThat(waits()).isFalse();
        keep(device("code", MockRealm.client(realm, "other"), EXPIRES_IN, 5));
        assertThat(waits()).isFalse();
    }

    private Binding binding() {
        Binding.Builder builder = Binding.builder();
        DeviceRequest.bind(request, builder);
        return builder.build();
    }

    /** Each of them is another request, even with the same user code. */
    @Test
    void bindWhenSomethingOfTheDeviceDiffersThenAnotherBinding() {
        OAuth2DeviceCodeModel first = device("code", tv, EXPIRES_IN, 5);
        keep(first);
        String bound = binding().hash();
        assertThat(binding().hash()).isEqualTo(bound);

        keep(device("another", tv, EXPIRES_IN, 5));
        assertThat(binding().hash()).isNotEqualTo(bound);
        keep(device("code", tv, EXPIRES_IN, 5, "nonce", new HashMap<>(), null));
        assertThat(binding().hash()).isNotEqualTo(bound);
        keep(device("code", tv, EXPIRES_IN, 5, "openid", new HashMap<>(Map.of("resource", "x")), null));
        assertThat(binding().hash()).isNotEqualTo(bound);
        keep(device("code", tv, EXPIRES_IN, 5, "openid", new HashMap<>(), "challenge"));
        assertThat(binding().hash()).isNotEqualTo(bound);
        assertThat(binding().text(BindingField.CODE_CHALLENGE)).isEqualTo("challenge");
        keep(first);
        assertThat(binding().hash()).isEqualTo(bound);
    }

    /** Keycloak's name for the note and ours are one request. */
    @Test
    void bindWhenTheNoteIsHiddenThenTheSameBinding() {
        keep(device("code", tv, EXPIRES_IN, 5));
        String bound = binding().hash();
        DeviceTab.hide(tab);
        assertThat(binding().hash()).isEqualTo(bound);
    }

    @Test
    void bindWhenTheDeviceIsGoneThenRefused() {
        assertThatIllegalArgumentException().isThrownBy(this::binding);
        tab.removeClientNote(NOTE);
        assertThat(binding().hash()).isEqualTo(Binding.builder().build().hash());
    }

    @ParameterizedTest
    @CsvSource({"120, 5, 120", "10, 5, 15", "10, 1, 10", "60, 30, 90"})
    void usableWhenOfADeviceThenAtLeastThreeIntervals(int timeToLive, int interval, int expected) {
        keep(device("code", tv, EXPIRES_IN, interval));
        assertThat(DeviceRequest.usable(session, tab, Duration.ofSeconds(timeToLive)))
                .isEqualTo(Duration.ofSeconds(expected));
    }

    @Test
    void usableWhenOfNoDeviceThenTheTimeToLive() {
        tab.removeClientNote(NOTE);
        assertThat(DeviceRequest.usable(session, tab, Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(10));
    }
}
