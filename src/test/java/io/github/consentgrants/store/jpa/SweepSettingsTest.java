package io.github.consentgrants.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

class SweepSettingsTest {
    @Test
    void ofWhenNothingIsSetThenTheDefaults() {
        assertThat(SweepSettings.of(scope("none", 0)))
                .isEqualTo(new SweepSettings(
                        Duration.ofMinutes(5), Duration.ofDays(1), Duration.ofDays(90), 1000, Duration.ofMillis(100)));
    }

    @ParameterizedTest
    @CsvSource({
        "sweepInterval, -1",
        "sweepGrace, 3599",
        "retentionDays, 0",
        "retentionDays, 36501",
        "sweepBatch, 0",
        "sweepBatch, 1001",
        "sweepPause, -1",
        "sweepPause, 60001"
    })
    void ofWhenOutOfRangeThenTheServerDoesNotStart(String name, int value) {
        Config.Scope scope = scope(name, value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SweepSettings.of(scope))
                .withMessageContaining(name);
    }

    @Test
    void metadataWhenListedThenNamesEachSetting() {
        assertThat(SweepSettings.metadata())
                .extracting(ProviderConfigProperty::getName)
                .containsExactlyInAnyOrder("retentionDays", "sweepInterval", "sweepGrace", "sweepBatch", "sweepPause");
    }

    @Test
    void inForceWhenShownThenInTheUnitsOfTheOptions() {
        assertThat(SweepSettings.of(scope("sweepInterval", 60)).inForce())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "retention-days", "90",
                        "sweep-interval", "60",
                        "sweep-grace", "86400",
                        "sweep-batch", "1000",
                        "sweep-pause", "100"));
    }

    private static Config.Scope scope(String name, int value) {
        Config.Scope scope = mock(Config.Scope.class);
        when(scope.getInt(anyString(), anyInt()))
                .thenAnswer(call -> name.equals(call.getArgument(0)) ? value : call.getArgument(1));
        return scope;
    }
}
