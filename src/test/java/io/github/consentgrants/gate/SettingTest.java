package io.github.consentgrants.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.gate.GateSettings.AppliesTo;
import io.github.consentgrants.gate.Setting.Parsed;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.provider.ProviderConfigProperty;

class SettingTest {
    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(Settings.APPLIES_TO, null, AppliesTo.ALL, false),
                Arguments.of(Settings.APPLIES_TO, "all", AppliesTo.ALL, true),
                Arguments.of(Settings.APPLIES_TO, "consent-required", AppliesTo.CONSENT_REQUIRED, true),
                Arguments.of(Settings.APPLIES_TO, "", AppliesTo.ALL, false),
                Arguments.of(Settings.APPLIES_TO, "none", AppliesTo.ALL, false),
                Arguments.of(Settings.TIME_TO_LIVE, null, Duration.ofSeconds(120), true),
                Arguments.of(Settings.TIME_TO_LIVE, "10", Duration.ofSeconds(10), true),
                Arguments.of(Settings.TIME_TO_LIVE, "600", Duration.ofSeconds(600), true),
                Arguments.of(Settings.TIME_TO_LIVE, "601", Duration.ofSeconds(10), false),
                Arguments.of(Settings.TIME_TO_LIVE, "", Duration.ofSeconds(10), false),
                Arguments.of(Settings.RETENTION, null, Optional.empty(), true),
                Arguments.of(Settings.RETENTION, "", Optional.empty(), true),
                Arguments.of(Settings.RETENTION, " ", Optional.empty(), true),
                Arguments.of(Settings.RETENTION, "1", Optional.of(Duration.ofDays(1)), true),
                Arguments.of(Settings.RETENTION, "36500", Optional.of(Duration.ofDays(36_500)), true),
                Arguments.of(Settings.RETENTION, "36501", Optional.of(Duration.ofDays(36_500)), false),
                Arguments.of(Settings.RETENTION, "0", Optional.of(Duration.ofDays(36_500)), false),
                Arguments.of(Settings.CLAIM_VALUES, null, false, true),
                Arguments.of(Settings.CLAIM_VALUES, "true", true, true),
                Arguments.of(Settings.CLAIM_VALUES, "false", false, true),
                Arguments.of(Settings.CLAIM_VALUES, "yes", false, false),
                Arguments.of(Settings.KNOWN_DETAILS_ONLY, null, false, true),
                Arguments.of(Settings.KNOWN_DETAILS_ONLY, "true", true, true),
                Arguments.of(Settings.KNOWN_DETAILS_ONLY, "false", false, true),
                Arguments.of(Settings.KNOWN_DETAILS_ONLY, "no", true, false),
                Arguments.of(Settings.ALLOWED_GRANTS, null, Set.of(), true),
                Arguments.of(Settings.ALLOWED_GRANTS, "", Set.of(), true),
                Arguments.of(Settings.ALLOWED_GRANTS, "password", Set.of(NonInteractiveGrantType.PASSWORD), true),
                Arguments.of(
                        Settings.ALLOWED_GRANTS,
                        "password##refresh_token",
                        Set.of(NonInteractiveGrantType.PASSWORD),
                        false),
                Arguments.of(Settings.ALLOWED_GRANTS, "*", Set.of(), false),
                Arguments.of(Settings.RECORD, null, true, true),
                Arguments.of(Settings.RECORD, "full", true, true),
                Arguments.of(Settings.RECORD, "none", false, true),
                Arguments.of(Settings.RECORD, "None", true, false),
                Arguments.of(Settings.RECORD, "", true, false),
                Arguments.of(Settings.RECORD_BROWSER, null, false, true),
                Arguments.of(Settings.RECORD_BROWSER, "true", true, true),
                Arguments.of(Settings.RECORD_BROWSER, "yes", false, false),
                Arguments.of(Settings.RECORD_CLAIM_VALUES, null, false, true),
                Arguments.of(Settings.RECORD_CLAIM_VALUES, "true", true, true),
                Arguments.of(Settings.RECORD_CLAIM_VALUES, "TRUE", false, false),
                Arguments.of(Settings.ON_REPLAY, null, false, true),
                Arguments.of(Settings.ON_REPLAY, "refuse", false, true),
                Arguments.of(Settings.ON_REPLAY, "end-session", true, true),
                Arguments.of(Settings.ON_REPLAY, "", true, false),
                Arguments.of(Settings.ON_REPLAY, "end", true, false));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void parseWhenReadThenSo(Setting<?> setting, String text, Object value, boolean usable) {
        assertThat(setting.parse(text)).isEqualTo(new Parsed<>(value, usable));
    }

    /** What is absent can be saved, also where no text is an unusable one: it is read strictly. */
    @ParameterizedTest
    @MethodSource("texts")
    void errorWhenSavedThenOnlyForATextThatCannotBeUsed(Setting<?> setting, String text, Object value, boolean usable) {
        assertThat(setting.error(text).isPresent()).isEqualTo(text != null && !usable);
    }

    @ParameterizedTest
    @CsvSource({
        "time-to-live, error-number-out-of-range, 10, 600",
        "retention-days, error-number-out-of-range, 1, 36500",
        "applies-to, error-invalid-value, ,",
        "claim-values, error-invalid-value, ,",
        "known-details-only, error-invalid-value, ,",
        "allowed-grants, error-invalid-value, ,",
        "device-page, error-invalid-value, ,",
        "record, error-invalid-value, ,",
        "record-browser, error-invalid-value, ,",
        "record-claim-values, error-invalid-value, ,",
        "on-replay, error-invalid-value, ,"
    })
    void errorWhenUnusableThenNamesTheFieldAndItsBounds(String name, String message, Integer min, Integer max) {
        Object[] bounds = min == null ? new Object[0] : new Object[] {min, max};
        assertThat(setting(name).error("x")).hasValueSatisfying(error -> {
            assertThat(error.getInputHint()).isEqualTo(name);
            assertThat(error.getMessage()).isEqualTo(message);
            assertThat(error.getMessageParameters()).containsExactly(bounds);
        });
    }

    private static Setting<?> setting(String name) {
        return Settings.ALL.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Stream<Setting<?>> all() {
        return Settings.ALL.stream();
    }

    /** What the form of a new realm shows is saved with the first click, so it must not be refused. */
    @ParameterizedTest
    @MethodSource("all")
    void toPropertyWhenShownThenItsPresetAndOptionsCanBeSaved(Setting<?> setting) {
        ProviderConfigProperty property = setting.toProperty();
        assertThat(property.getName()).isEqualTo(setting.name());
        assertThat(property.getLabel()).isNotBlank();
        assertThat(property.getHelpText()).isNotBlank();
        if (property.getDefaultValue() != null) {
            assertThat(setting.error(property.getDefaultValue().toString())).isEmpty();
        }
        assertThat(property.getOptions())
                .allSatisfy(option -> assertThat(setting.error(option)).isEmpty());
    }

    @Test
    void toPropertyWhenShownThenTheFieldOfItsType() {
        assertThat(Settings.APPLIES_TO.toProperty().getType()).isEqualTo("List");
        assertThat(Settings.APPLIES_TO.toProperty().getOptions()).containsExactly("consent-required", "all");
        assertThat(Settings.TIME_TO_LIVE.toProperty().getDefaultValue()).isEqualTo(120);
        assertThat(Settings.RETENTION.toProperty().getDefaultValue()).isNull();
        assertThat(Settings.CLAIM_VALUES.toProperty().getType()).isEqualTo("boolean");
        assertThat(Settings.ALLOWED_GRANTS.toProperty().getType()).isEqualTo("MultivaluedList");
        assertThat(Settings.ALLOWED_GRANTS.toProperty().getOptions()).hasSize(NonInteractiveGrantType.values().length);
    }
}
