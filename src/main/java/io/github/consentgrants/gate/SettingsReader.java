package io.github.consentgrants.gate;

import io.github.consentgrants.gate.Setting.Parsed;
import java.util.Map;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration of a required action. A value that is absent or cannot be read never makes the gate wider:
 * Keycloak validates a configuration at only one of the endpoints that change it, and at no import (docs/adr/0062).
 */
final class SettingsReader {
    private static final String CONFIGURATION = "configuration";

    private final RealmLog log;
    private final String model;
    private final Map<String, @Nullable String> config;

    /** @param model id of the model that is configured, as a realm can have several */
    SettingsReader(RealmLog log, String model, Map<String, @Nullable String> config) {
        this.log = log;
        this.model = model;
        this.config = config;
    }

    GateSettings read() {
        if (Settings.ALL.stream().allMatch(setting -> config.get(setting.name()) == null)) {
            say(
                    CONFIGURATION,
                    "",
                    "The required action '" + ProviderIds.ACTION + "' of realm '%s' has no settings: every client but"
                            + " Keycloak's own is gated, by the strictest value of each setting. Save its settings under"
                            + " Authentication > Required actions");
            return GateSettings.STRICTEST;
        }
        log.settled(model + CONFIGURATION);
        // Used elsewhere (Retention, OnReplay, DeviceFlow). They are read here too, so that an unusable value is logged
        // with the others.
        value(Settings.RETENTION);
        value(Settings.ON_REPLAY);
        value(Settings.DEVICE_PAGE);
        return new GateSettings(
                value(Settings.APPLIES_TO),
                value(Settings.TIME_TO_LIVE),
                value(Settings.CLAIM_VALUES),
                value(Settings.KNOWN_DETAILS_ONLY),
                value(Settings.ALLOWED_GRANTS),
                new RecordSettings(
                        value(Settings.RECORD), value(Settings.RECORD_BROWSER), value(Settings.RECORD_CLAIM_VALUES)),
                new ScopeChoice(value(Settings.OPTIONAL_SCOPES), value(Settings.OPTIONAL_SCOPES_PRESET)));
    }

    private <T> T value(Setting<T> setting) {
        @Nullable String text = config.get(setting.name());
        Parsed<T> parsed = setting.parse(text);
        if (parsed.usable()) {
            log.settled(model + setting.name());
        } else {
            String found =
                    text == null ? "is absent" : "is '" + RealmLog.clean(text).replace("%", "%%") + "'";
            say(
                    setting.name(),
                    String.valueOf(text),
                    "The setting " + setting.name() + " of realm '%s' " + found + ": "
                            + setting.values().consequence() + ". Save the settings of the required action '"
                            + ProviderIds.ACTION + "' under Authentication > Required actions");
        }
        return parsed.value();
    }

    private void say(String subject, String value, String message) {
        log.say(Level.WARN, model + subject, value, message);
    }
}
