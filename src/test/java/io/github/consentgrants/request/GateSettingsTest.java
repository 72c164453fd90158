package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.request.GateSettings.AppliesTo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateSettingsTest {
    private static GateSettings settings(Map<String, String> config) {
        return GateSettings.of("bank", config);
    }

    @Test
    void ofWhenEmptyThenDefaults() {
        assertThat(settings(Map.of()))
                .isEqualTo(new GateSettings(AppliesTo.CONSENT_REQUIRED, Duration.ofMinutes(2), false, false, Set.of()));
    }

    @Test
    void ofWhenSetThenAsSet() {
        assertThat(settings(Map.of(
                        "applies-to",
                        "all",
                        "time-to-live",
                        "45",
                        "claim-values",
                        "true",
                        "known-details-only",
                        "true",
                        "allowed-grants",
                        "password")))
                .isEqualTo(new GateSettings(
                        AppliesTo.ALL, Duration.ofSeconds(45), true, true, Set.of(ClicklessGrant.PASSWORD)));
        assertThat(settings(Map.of("applies-to", "consent-required")).appliesTo())
                .isEqualTo(AppliesTo.CONSENT_REQUIRED);
    }

    /** A typing error in a realm import must not switch the gate off. */
    @ParameterizedTest
    @ValueSource(
            strings = {"ALL", "All", "al", "none", "consent_required", "Consent-Required", " consent-required", "x"})
    void ofWhenAppliesToIsUnknownThenEveryClientIsGated(String value) {
        assertThat(settings(Map.of("applies-to", value)).appliesTo()).isEqualTo(AppliesTo.ALL);
    }

    @ParameterizedTest
    @EnumSource(ClicklessGrant.class)
    void ofWhenGrantTypeIsListedThenItAloneIsAllowed(ClicklessGrant grant) {
        GateSettings settings = settings(Map.of("allowed-grants", grant.grantType()));
        assertThat(settings.allowedGrants()).containsExactly(grant);
        assertThat(settings.allows(grant)).isTrue();
    }

    @Test
    void ofWhenSeveralGrantTypesAreListedThenUnknownOnesAllowNothing() {
        String listed = "password##urn:ietf:params:oauth:grant-type:token-exchange##PASSWORD##refresh_token##*";
        assertThat(settings(Map.of("allowed-grants", listed)).allowedGrants())
                .containsExactlyInAnyOrder(ClicklessGrant.PASSWORD, ClicklessGrant.TOKEN_EXCHANGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void ofWhenBlankThenDefaults(String blank) {
        assertThat(settings(Map.of("applies-to", blank, "time-to-live", blank))).isEqualTo(settings(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "11", "120", "599", "600"})
    void ofWhenTimeToLiveIsInRangeThenTaken(String seconds) {
        assertThat(GateSettings.isTimeToLive(seconds)).isTrue();
        assertThat(settings(Map.of("time-to-live", seconds)).timeToLive())
                .isEqualTo(Duration.ofSeconds(Long.parseLong(seconds)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9", "601", "0", "-1", "-120", "2147483648", "4294967416", "12.5", "60s", " 60", "1e2", "x"})
    void ofWhenTimeToLiveIsNotInRangeThenDefault(String seconds) {
        assertThat(GateSettings.isTimeToLive(seconds)).isFalse();
        assertThat(settings(Map.of("time-to-live", seconds)).timeToLive()).isEqualTo(Duration.ofMinutes(2));
    }

    /** Each errs on the side that shows less of the user and refuses more. */
    @ParameterizedTest
    @ValueSource(strings = {"TRUE", "yes", "1", " true", "x"})
    void ofWhenSwitchIsNeitherTrueNorFalseThenTheCarefulValue(String value) {
        assertThat(settings(Map.of("claim-values", value)).claimValues()).isFalse();
        assertThat(settings(Map.of("known-details-only", value)).knownDetailsOnly())
                .isTrue();
        assertThat(settings(Map.of("known-details-only", "false")).knownDetailsOnly())
                .isFalse();
    }

    /** Of the realms of a server, the operator has to find the one with the bad setting. */
    @ParameterizedTest
    @CsvSource({"applies-to, some", "time-to-live, 5", "allowed-grants, refresh_token"})
    void ofWhenSettingIsUnusableThenLogNamesSettingAndRealm(String setting, String value) {
        List<String> logged = new ArrayList<>();
        Logger logger = Logger.getLogger(GateSettings.class.getName());
        Handler handler = new RecordingHandler(logged);
        logger.addHandler(handler);
        try {
            settings(Map.of(setting, value));
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(logged)
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .contains("setting " + setting, "realm 'bank'");
    }

    /** The names stand in realm exports. */
    @Test
    void namesWhenListedThenFrozen() {
        assertThat(GateSettings.APPLIES_TO).isEqualTo("applies-to");
        assertThat(GateSettings.TIME_TO_LIVE).isEqualTo("time-to-live");
        assertThat(GateSettings.CLAIM_VALUES).isEqualTo("claim-values");
        assertThat(GateSettings.KNOWN_DETAILS_ONLY).isEqualTo("known-details-only");
        assertThat(Stream.of(AppliesTo.values()).map(AppliesTo::value)).containsExactly("consent-required", "all");
    }

    private static final class RecordingHandler extends Handler {
        private final List<String> logged;

        RecordingHandler(List<String> logged) {
            this.logged = logged;
        }

        @Override
        public void publish(LogRecord entry) {
            logged.add(new SimpleFormatter().formatMessage(entry));
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
