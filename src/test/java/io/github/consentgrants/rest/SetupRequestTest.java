package io.github.consentgrants.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupRequestTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "{}", "{\"dryRun\": false}", "{\"settings\": {}}"})
    void requestWhenNothingIsAskedThenWithoutSettings(String body) {
        assertThat(SetupRequest.of(body)).isEqualTo(new SetupRequest(Map.of(), false));
    }

    @Test
    void requestWhenSettingsAreOfAnyKindThenTexts() {
        assertThat(SetupRequest.of("{\"dryRun\": true, \"settings\": {\"time-to-live\": 60, \"claim-values\": true,"
                        + " \"applies-to\": \"all\", \"retention-days\": \"\","
                        + " \"allowed-grants\": [\"password\", \"x\"]}}"))
                .isEqualTo(new SetupRequest(
                        Map.of(
                                "time-to-live",
                                "60",
                                "claim-values",
                                "true",
                                "applies-to",
                                "all",
                                "retention-days",
                                "",
                                "allowed-grants",
                                "password##x"),
                        true));
    }

    /** A misspelt {@code dryRun} that was passed over would change the realm. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"dryrun\": true}",
                "{\"dryRun\": \"true\"}",
                "{\"dryRun\": null}",
                "{\"dryRun\": true, \"dryRun\": false}",
                "{\"settings\": null}",
                "{\"settings\": \"x\"}",
                "{\"settings\": {\"x\": \"y\"}}",
                "{\"settings\": {\"time-to-live\": null}}",
                "{\"settings\": {\"time-to-live\": 1.5}}",
                "{\"settings\": {\"allowed-grants\": [[]]}}",
                "{} {}",
                "{",
                "null",
                "[]",
                "true"
            })
    void requestWhenMalformedThenRefused(String body) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SetupRequest.of(body))
                .withMessageNotContaining("token")
                .withMessageNotContaining("\n");
    }
}
