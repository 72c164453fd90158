package io.github.consentgrants.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.unit.MockRealm;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

class DeviceFlowTest {
    private static final String ALLOWED = "urn:ietf:params:oauth:grant-type:device_code";

    private static RequiredActionProviderModel action(@Nullable String page, @Nullable String allowed) {
        Map<String, String> config = new HashMap<>(Map.of("applies-to", "all"));
        if (page != null) {
            config.put("device-page", page);
        }
        if (allowed != null) {
            config.put("allowed-grants", allowed);
        }
        return MockRealm.ours(config);
    }

    @ParameterizedTest
    @CsvSource({
        ",      ,                        REFUSED",
        "false, ,                        REFUSED",
        "false, password,                REFUSED",
        ",      " + ALLOWED + ",         WITHOUT_APPROVAL",
        "false, " + ALLOWED + ",         WITHOUT_APPROVAL",
        "true,  ,                        ON_THE_PAGE",
        "true,  " + ALLOWED + ",         ON_THE_PAGE",
        "yes,   ,                        REFUSED",
        "yes,   " + ALLOWED + ",         ON_THE_PAGE",
    })
    void ofWhenConfiguredThenSo(@Nullable String page, @Nullable String allowed, DeviceFlow expected) {
        RealmModel realm = MockRealm.of(action(page, allowed));
        ClientModel tv = MockRealm.client(realm, "tv");

        assertThat(DeviceFlow.of(realm)).isEqualTo(expected);
        assertThat(Gate.refuses(realm, tv, NonInteractiveGrantType.DEVICE_CODE))
                .isEqualTo(expected == DeviceFlow.REFUSED);
        assertThat(Gate.asksForDevices(realm, tv)).isEqualTo(expected == DeviceFlow.ON_THE_PAGE);
    }

    @Test
    void ofWhenNothingIsConfiguredThenRefused() {
        RequiredActionProviderModel action = MockRealm.action("consent-grant", "consent-grant");
        assertThat(DeviceFlow.of(MockRealm.of(action))).isEqualTo(DeviceFlow.REFUSED);
        assertThat(DeviceFlow.of(MockRealm.of())).isEqualTo(DeviceFlow.REFUSED);
    }

    @ParameterizedTest
    @CsvSource({"false, true, REFUSED", "true, true, ON_THE_PAGE", "true, false, REFUSED"})
    void ofWhenThereAreSeveralActionsThenTheStrictest(String one, String other, DeviceFlow expected) {
        assertThat(DeviceFlow.of(MockRealm.of(action(one, null), action(other, null))))
                .isEqualTo(expected);
    }

    @Test
    void ofWhenOneActionIsDisabledThenTheOther() {
        RealmModel realm = MockRealm.of(MockRealm.disabled(action(null, null)), action("true", null));
        assertThat(DeviceFlow.of(realm)).isEqualTo(DeviceFlow.ON_THE_PAGE);
    }

    @Test
    void asksForDevicesWhenTheClientIsNotGatedThenNot() {
        RealmModel realm =
                MockRealm.of(MockRealm.ours(Map.of("applies-to", "consent-required", "device-page", "true")));
        assertThat(Gate.asksForDevices(realm, MockRealm.client(realm, "tv"))).isFalse();
    }
}
