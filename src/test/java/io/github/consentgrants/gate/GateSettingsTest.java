package io.github.consentgrants.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.gate.GateSettings.AppliesTo;
import io.github.consentgrants.gate.ScopeChoice.Preset;
import io.github.consentgrants.unit.MockRealm;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateSettingsTest {
    private static GateSettings settings(Map<String, String> config) {
        return new SettingsReader(new RealmLog("id", "bank"), "model", config).read();
    }

    /** A PUT of the required action without its configuration leaves none. */
    @Test
    void readWhenNothingIsSetThenTheStrictestOfEach() {
        Map<String, String> nulls = new HashMap<>();
        nulls.put("applies-to", null);
        nulls.put("retention-days", null);
        assertThat(List.of(settings(Map.of()), settings(nulls), settings(Map.of("another", "x"))))
                .containsOnly(new GateSettings(
                        AppliesTo.ALL,
                        Duration.ofSeconds(10),
                        false,
                        true,
                        Set.of(),
                        RecordSettings.STRICTEST,
                        ScopeChoice.NONE));
    }

    @Test
    void readWhenOnlyAppliesToIsSetThenDefaults() {
        assertThat(settings(Map.of("applies-to", "consent-required")))
                .isEqualTo(new GateSettings(
                        AppliesTo.CONSENT_REQUIRED,
                        Duration.ofMinutes(2),
                        false,
                        false,
                        Set.of(),
                        RecordSettings.STRICTEST,
                        new ScopeChoice(Set.of(), Preset.CHECKED)));
    }

    @Test
    void readWhenAppliesToAloneIsAbsentThenEveryClientIsGated() {
        assertThat(settings(Map.of("retention-days", "30")))
                .isEqualTo(new GateSettings(
                        AppliesTo.ALL,
                        Duration.ofMinutes(2),
                        false,
                        false,
                        Set.of(),
                        RecordSettings.STRICTEST,
                        new ScopeChoice(Set.of(), Preset.CHECKED)));
    }

    @Test
    void andWhenCombinedThenTheStricterOfEach() {
        GateSettings one = new GateSettings(
                AppliesTo.ALL,
                Duration.ofSeconds(60),
                true,
                false,
                Set.of(NonInteractiveGrantType.PASSWORD, NonInteractiveGrantType.CIBA),
                RecordSettings.STRICTEST,
                new ScopeChoice(Set.of("a", "b"), Preset.CHECKED));
        GateSettings other = new GateSettings(
                AppliesTo.CONSENT_REQUIRED,
                Duration.ofSeconds(30),
                false,
                true,
                Set.of(NonInteractiveGrantType.CIBA),
                RecordSettings.STRICTEST,
                new ScopeChoice(Set.of("b", "c"), Preset.UNCHECKED));
        GateSettings both = new GateSettings(
                AppliesTo.ALL,
                Duration.ofSeconds(30),
                false,
                true,
                Set.of(NonInteractiveGrantType.CIBA),
                RecordSettings.STRICTEST,
                new ScopeChoice(Set.of("b"), Preset.UNCHECKED));
        assertThat(one.and(other)).isEqualTo(both).isEqualTo(other.and(one));
        assertThat(one.and(one)).isEqualTo(one);
        assertThat(one.and(GateSettings.STRICTEST)).isEqualTo(GateSettings.STRICTEST);
    }

    @Test
    void readWhenSetThenAsSet() {
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
                        AppliesTo.ALL,
                        Duration.ofSeconds(45),
                        true,
                        true,
                        Set.of(NonInteractiveGrantType.PASSWORD),
                        RecordSettings.STRICTEST,
                        new ScopeChoice(Set.of(), Preset.CHECKED)));
        assertThat(settings(Map.of("applies-to", "consent-required")).appliesTo())
                .isEqualTo(AppliesTo.CONSENT_REQUIRED);
    }

    /** A typing error in a realm import must not switch the gate off. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALL",
                "All",
                "al",
                "none",
                "consent_required",
                "Consent-Required",
                " consent-required",
                "consent-required ",
                "",
                " ",
                "x"
            })
    void readWhenAppliesToIsUnknownThenEveryClientIsGated(String value) {
        assertThat(settings(Map.of("applies-to", value)).appliesTo()).isEqualTo(AppliesTo.ALL);
    }

    @ParameterizedTest
    @EnumSource(NonInteractiveGrantType.class)
    void readWhenGrantTypeIsListedThenItAloneIsAllowed(NonInteractiveGrantType grant) {
        GateSettings settings = settings(Map.of("allowed-grants", grant.grantType()));
        assertThat(settings.allowedGrants()).containsExactly(grant);
        assertThat(settings.allows(grant)).isTrue();
    }

    @Test
    void readWhenSeveralGrantTypesAreListedThenUnknownOnesAllowNothing() {
        String listed = "password##urn:ietf:params:oauth:grant-type:token-exchange##PASSWORD##refresh_token##*";
        assertThat(settings(Map.of("allowed-grants", listed)).allowedGrants())
                .containsExactlyInAnyOrder(NonInteractiveGrantType.PASSWORD, NonInteractiveGrantType.TOKEN_EXCHANGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "11", "120", "599", "600"})
    void readWhenTimeToLiveIsInRangeThenTaken(String seconds) {
        assertThat(Settings.TIME_TO_LIVE.error(seconds)).isEmpty();
        assertThat(settings(Map.of("time-to-live", seconds)).timeToLive())
                .isEqualTo(Duration.ofSeconds(Long.parseLong(seconds)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9",
                "601",
                "0",
                "-1",
                "-120",
                "2147483648",
                "4294967416",
                "12.5",
                "60s",
                " 60",
                "1e2",
                "",
                " ",
                "x"
            })
    void readWhenTimeToLiveIsNotInRangeThenTheShortest(String seconds) {
        assertThat(Settings.TIME_TO_LIVE.error(seconds)).isPresent();
        assertThat(settings(Map.of("time-to-live", seconds)).timeToLive()).isEqualTo(Duration.ofSeconds(10));
    }

    /** Each errs on the side that shows less of the user and refuses more. */
    @ParameterizedTest
    @ValueSource(strings = {"TRUE", "yes", "1", " true", "", " ", "False", "x"})
    void readWhenSwitchIsNeitherTrueNorFalseThenTheCarefulValue(String value) {
        assertThat(settings(Map.of("claim-values", value)).claimValues()).isFalse();
        assertThat(settings(Map.of("known-details-only", value)).knownDetailsOnly())
                .isTrue();
        assertThat(settings(Map.of("known-details-only", "false")).knownDetailsOnly())
                .isFalse();
    }

    /** A proof that was not written cannot be written later; personal data that was not kept cannot leak. */
    @Test
    void readWhenRecordIsUnreadableThenItIsKeptWithTheLeastPersonalData() {
        Map<String, String> unreadable =
                Map.of("record", "off", "record-browser", "yes", "record-claim-values", "TRUE");
        assertThat(List.of(
                        settings(unreadable).record(),
                        settings(Map.of("applies-to", "all")).record()))
                .containsOnly(new RecordSettings(true, false, false));
        assertThat(settings(Map.of("record", "none")).record().kept()).isFalse();
        assertThat(settings(Map.of("record-browser", "true", "record-claim-values", "true"))
                        .record())
                .isEqualTo(new RecordSettings(true, true, true));
    }

    @ParameterizedTest
    @CsvSource({
        "shop,             ,          true,  CHECKED",
        "' shop ##bank',   checked,   true,  CHECKED",
        "bank##shop,       unchecked, true,  UNCHECKED",
        "bank,             checked,   false, CHECKED",
        "shop2##sho,       checked,   false, CHECKED",
        "SHOP,             checked,   false, CHECKED",
        "'',               checked,   false, CHECKED",
        "'##  ##',         checked,   false, CHECKED",
        ",                 checked,   false, CHECKED",
        "shop,             Checked,   true,  UNCHECKED",
        "shop,             '',        true,  UNCHECKED",
    })
    void choiceWhenReadThenOfTheListedClients(String clients, String preset, boolean offered, Preset expected) {
        Map<String, String> config = new HashMap<>(Map.of("applies-to", "all"));
        config.put("optional-scopes", clients);
        config.put("optional-scopes-preset", preset);
        ScopeChoice choice = settings(config).choice();
        assertThat(choice.isOfferedBy(MockRealm.client(MockRealm.of(), "shop"))).isEqualTo(offered);
        assertThat(choice.preset()).isEqualTo(expected);
    }

    @Test
    void andWhenRecordsDifferThenKeptWithTheLeastPersonalData() {
        RecordSettings none = new RecordSettings(false, true, true);
        RecordSettings all = new RecordSettings(true, true, true);
        assertThat(none.and(none)).isEqualTo(none);
        assertThat(none.and(all)).isEqualTo(all);
        assertThat(all.and(RecordSettings.STRICTEST)).isEqualTo(RecordSettings.STRICTEST);
    }

    /** The names stand in realm exports. */
    @Test
    void namesWhenListedThenFrozen() {
        assertThat(Settings.ALL)
                .extracting(Setting::name)
                .containsExactly(
                        "applies-to",
                        "time-to-live",
                        "retention-days",
                        "claim-values",
                        "known-details-only",
                        "allowed-grants",
                        "device-page",
                        "record",
                        "record-browser",
                        "record-claim-values",
                        "on-replay",
                        "optional-scopes",
                        "optional-scopes-preset");
        assertThat(Stream.of(AppliesTo.values()).map(AppliesTo::value)).containsExactly("consent-required", "all");
    }
}
