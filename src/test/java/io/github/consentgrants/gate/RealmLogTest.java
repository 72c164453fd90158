package io.github.consentgrants.gate;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealmLogTest {
    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new RecordingHandler(logged);
    private final Logger logger = Logger.getLogger(RealmLog.class.getName());
    private final String realmId = UUID.randomUUID().toString();

    @BeforeEach
    void record() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stop() {
        logger.setUseParentHandlers(true);
        logger.removeHandler(handler);
    }

    private void read(String model, Map<String, String> config) {
        new SettingsReader(new RealmLog(realmId, "bank"), model, config).read();
    }

    /** Of the realms of a server, the operator has to find the one with the bad setting. */
    @ParameterizedTest
    @CsvSource({
        "applies-to, some",
        "time-to-live, 5",
        "claim-values, yes",
        "known-details-only, no",
        "allowed-grants, refresh_token",
        "retention-days, 0"
    })
    void sayWhenSettingIsUnusableThenOnceAndNamesSettingRealmAndValue(String setting, String value) {
        Map<String, String> config =
                "applies-to".equals(setting) ? Map.of(setting, value) : Map.of("applies-to", "all", setting, value);
        read("m", config);
        read("m", config);
        assertThat(logged)
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .contains("setting " + setting, "realm 'bank'", "'" + value + "'");
    }

    @Test
    void sayWhenValueChangesOrWasRightInBetweenThenAgain() {
        read("m", Map.of("applies-to", "one"));
        read("m", Map.of("applies-to", "two"));
        read("m", Map.of("applies-to", "all"));
        read("m", Map.of("applies-to", "two"));
        read("m", Map.of());
        read("m", Map.of());
        assertThat(logged).hasSize(4);
    }

    /** Or the two would take turns, at each request. */
    @Test
    void sayWhenTwoModelsAreWrongThenOnceForEach() {
        for (int i = 0; i < 3; i++) {
            read("first", Map.of("applies-to", "one"));
            read("second", Map.of("applies-to", "two"));
        }
        assertThat(logged).hasSize(2);
    }

    @Test
    void sayWhenValueIsHostileThenOneShortLine() {
        read("m", Map.of("applies-to", "%s%n\r\n\u001b[31m\u2028\u202e" + "x".repeat(5000)));
        assertThat(logged)
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .doesNotContain("\n", "\r", "\u001b", "\u2028", "\u202e")
                .contains("%s%n??")
                .hasSizeLessThan(400);
    }

    /** Removed realms would pile up. */
    @Test
    void sayWhenThereAreVeryManyRealmsThenNotAllAreRemembered() {
        for (int i = 0; i < 10_001; i++) {
            new SettingsReader(new RealmLog(realmId + i, "bank"), "m", Map.of()).read();
        }
        int said = logged.size();
        new SettingsReader(new RealmLog(realmId + 0, "bank"), "m", Map.of()).read();
        assertThat(logged).hasSize(said + 1);
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
