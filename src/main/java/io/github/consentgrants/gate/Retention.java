package io.github.consentgrants.gate;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** How long a realm wants its decisions kept: a setting of its required action, in days. */
public final class Retention {
    /** Name of the setting. */
    public static final String DAYS = "retention-days";

    public static final int MIN_DAYS = 1;
    /** A hundred years. */
    public static final int MAX_DAYS = 36_500;

    private Retention() {}

    /**
     * Returns what {@code realm} says; nothing if it leaves it to the server. What was deleted too early cannot be brought back, so the
     * longest of several holds, and one that is no number of days keeps everything until it is one.
     */
    public static Optional<Duration> of(RealmModel realm) {
        return realm.getRequiredActionProvidersStream()
                .filter(action -> ProviderIds.ACTION.equals(action.getProviderId()))
                .flatMap(action -> Stream.ofNullable(action.getConfig()))
                .flatMap(config -> Stream.ofNullable(config.get(DAYS)))
                .filter(days -> !days.isBlank())
                .map(days -> Duration.ofDays(isDays(days) ? Integer.parseInt(days) : MAX_DAYS))
                .max(Comparator.naturalOrder());
    }

    /** Says whether {@code value} is a number of days for which decisions may be kept. */
    public static boolean isDays(@Nullable String value) {
        if (value == null) {
            return false;
        }
        try {
            int days = Integer.parseInt(value);
            return days >= MIN_DAYS && days <= MAX_DAYS;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
