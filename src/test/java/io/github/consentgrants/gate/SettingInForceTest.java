package io.github.consentgrants.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.gate.SettingInForce.Source;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingInForceTest {
    private static SettingInForce of(String name, List<Map<String, String>> configs) {
        return SettingInForce.of(configs).stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertHolds(List<Map<String, String>> configs, String name, String value, Source source) {
        assertThat(of(name, configs)).isEqualTo(new SettingInForce(name, value, source));
    }

    @Test
    void settingsWhenThereIsNoActionThenNone() {
        assertThat(SettingInForce.of(List.of())).isEmpty();
    }

    @Test
    void settingsWhenConfiguredThenAsTheyAre() {
        List<Map<String, String>> config = List.of(Map.of(
                "applies-to", "consent-required",
                "time-to-live", "60",
                "retention-days", "7",
                "claim-values", "true",
                "allowed-grants", "password##urn:ietf:params:oauth:grant-type:uma-ticket"));
        assertHolds(config, "applies-to", "consent-required", Source.CONFIGURED);
        assertHolds(config, "time-to-live", "60", Source.CONFIGURED);
        assertHolds(config, "retention-days", "7", Source.CONFIGURED);
        assertHolds(config, "claim-values", "true", Source.CONFIGURED);
        assertHolds(config, "known-details-only", "false", Source.DEFAULT);
        assertHolds(config, "record", "full", Source.DEFAULT);
        assertHolds(List.of(Map.of("record", "none")), "record", "none", Source.CONFIGURED);
        assertHolds(
                config, "allowed-grants", "password, urn:ietf:params:oauth:grant-type:uma-ticket", Source.CONFIGURED);
    }

    @Test
    void settingsWhenOneIsAbsentThenTheDefaultOrTheStrictest() {
        List<Map<String, String>> config = List.of(Map.of("claim-values", "false"));
        assertHolds(config, "applies-to", "all", Source.MISSING);
        assertHolds(config, "time-to-live", "120", Source.DEFAULT);
        assertHolds(config, "retention-days", "as the server", Source.DEFAULT);
        assertHolds(config, "allowed-grants", "", Source.DEFAULT);
    }

    @Test
    void settingsWhenUnreadableThenTheStrictest() {
        List<Map<String, String>> config =
                List.of(Map.of("applies-to", "x", "time-to-live", "x", "claim-values", "x", "known-details-only", "x"));
        assertHolds(config, "applies-to", "all", Source.UNREADABLE);
        assertHolds(config, "time-to-live", "10", Source.UNREADABLE);
        assertHolds(config, "claim-values", "false", Source.UNREADABLE);
        assertHolds(config, "known-details-only", "true", Source.UNREADABLE);
    }

    /** It has to say what the gate does. */
    @Test
    void settingsWhenNothingIsConfiguredThenThoseOfTheGate() {
        List<Map<String, String>> config = List.of(Map.of());
        GateSettings strictest = GateSettings.STRICTEST;
        assertHolds(config, "applies-to", strictest.appliesTo().value(), Source.MISSING);
        assertHolds(config, "time-to-live", "" + strictest.timeToLive().toSeconds(), Source.MISSING);
        assertHolds(config, "claim-values", "" + strictest.claimValues(), Source.MISSING);
        assertHolds(config, "known-details-only", "" + strictest.knownDetailsOnly(), Source.MISSING);
        assertHolds(config, "allowed-grants", "", Source.MISSING);
        assertHolds(config, "record", "full", Source.MISSING);
        assertThat(Gate.read(config)).contains(strictest);
    }

    @Test
    void settingsWhenTwoActionsDifferThenBothValues() {
        List<Map<String, String>> configs =
                List.of(Map.of("applies-to", "all", "time-to-live", "60"), Map.of("applies-to", "all"));
        assertHolds(configs, "applies-to", "all", Source.CONFIGURED);
        assertHolds(configs, "time-to-live", "60 | 120", Source.STRICTEST_OF_SEVERAL);
    }
}
