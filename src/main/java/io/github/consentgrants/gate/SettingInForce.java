package io.github.consentgrants.gate;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.consentgrants.gate.GateSettings.AppliesTo;
import io.github.consentgrants.gate.Setting.Parsed;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A setting as it holds in a realm, for those who look.
 *
 * @param name its key in the configuration
 * @param value what holds, as it would be configured
 * @param source where that comes from
 */
public record SettingInForce(String name, String value, Source source) {
    private static final String OF_THE_SERVER = "as the server";

    /** Where a value comes from. */
    public enum Source {
        /** The configuration says so. */
        CONFIGURED,
        /** The configuration does not say anything, and this is the default. */
        DEFAULT,
        /** The configuration does not say anything, so the strictest value holds. */
        MISSING,
        /** The configuration says what nobody can read, so the strictest value holds. */
        UNREADABLE,
        /** The realm has several enabled actions, and the strictest of their values holds. */
        STRICTEST_OF_SEVERAL;

        /** Returns its name in the admin API. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns all settings that the configurations of the enabled actions lead to; none if there is no configuration. */
    public static List<SettingInForce> of(List<Map<String, String>> configs) {
        return configs.isEmpty()
                ? List.of()
                : Settings.ALL.stream().map(setting -> of(setting, configs)).toList();
    }

    private static SettingInForce of(Setting<?> setting, List<Map<String, String>> configs) {
        List<SettingInForce> each =
                configs.stream().map(config -> of(setting, config)).distinct().toList();
        return each.size() == 1
                ? each.get(0)
                : new SettingInForce(
                        setting.name(),
                        each.stream().map(SettingInForce::value).distinct().collect(Collectors.joining(" | ")),
                        Source.STRICTEST_OF_SEVERAL);
    }

    private static SettingInForce of(Setting<?> setting, Map<String, String> config) {
        boolean isEmpty = Settings.ALL.stream().allMatch(any -> config.get(any.name()) == null);
        @Nullable String text = config.get(setting.name());
        // Where nothing at all is configured, no default holds (GateSettings.STRICTEST).
        Parsed<?> parsed = isEmpty ? setting.values().parser().apply("") : setting.parse(text);
        return new SettingInForce(
                setting.name(), text(setting, parsed.value()), source(text, parsed.usable(), isEmpty));
    }

    private static Source source(@Nullable String text, boolean isUsable, boolean isEmpty) {
        if (text == null) {
            return isUsable && !isEmpty ? Source.DEFAULT : Source.MISSING;
        }
        return isUsable ? Source.CONFIGURED : Source.UNREADABLE;
    }

    private static String text(Setting<?> setting, Object value) {
        if (setting.equals(Settings.RECORD)) {
            return Boolean.TRUE.equals(value) ? Settings.RECORD_FULL : Settings.RECORD_NONE;
        }
        if (value instanceof AppliesTo appliesTo) {
            return appliesTo.value();
        }
        if (value instanceof Duration time) {
            return String.valueOf(time.toSeconds());
        }
        if (value instanceof Optional<?> days) {
            return days.map(time -> String.valueOf(((Duration) time).toDays())).orElse(OF_THE_SERVER);
        }
        if (value instanceof Collection<?> grantTypes) {
            return grantTypes.stream()
                    .map(grant -> grant instanceof NonInteractiveGrantType type ? type.grantType() : grant.toString())
                    .sorted()
                    .collect(Collectors.joining(", "));
        }
        return value instanceof Enum<?> choice ? choice.name().toLowerCase(Locale.ROOT) : String.valueOf(value);
    }
}
