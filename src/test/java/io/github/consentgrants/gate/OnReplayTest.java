package io.github.consentgrants.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

class OnReplayTest {
    @ParameterizedTest
    @CsvSource({
        "end-session, true,  consent-grant, true",
        "end-session, false, consent-grant, false",
        "end-session, true,  other,         false",
        "refuse,      true,  consent-grant, false",
        "end,         true,  consent-grant, true",
        ",            true,  consent-grant, false"
    })
    void endsSessionWhenConfiguredThenSo(String value, boolean enabled, String provider, boolean expected) {
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setProviderId(provider);
        action.setEnabled(enabled);
        action.setConfig(value == null ? Map.of() : Map.of("on-replay", value));
        RealmModel realm = mock(RealmModel.class);
        when(realm.getRequiredActionProvidersStream()).thenReturn(Stream.of(action));

        assertThat(OnReplay.endsSession(realm)).isEqualTo(expected);
    }
}
