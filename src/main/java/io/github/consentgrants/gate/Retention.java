package io.github.consentgrants.gate;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;

/** How long a realm wants its decisions kept: a setting of its required action, in days. */
public final class Retention {
    private Retention() {}

    /**
     * Returns the retention of {@code realm}; empty if the server's setting holds. A row that was deleted too early
     * cannot be brought back. So the longest of several values holds, and a value that is no number of days keeps
     * everything until it is corrected.
     */
    public static Optional<Duration> of(RealmModel realm) {
        return realm.getRequiredActionProvidersStream()
                .filter(action -> ProviderIds.ACTION.equals(action.getProviderId()))
                .flatMap(action -> Stream.ofNullable(action.getConfig()))
                .flatMap(config -> days(config).stream())
                .max(Comparator.naturalOrder());
    }

    private static Optional<Duration> days(Map<String, String> config) {
        return Settings.RETENTION.parse(config.get(Settings.RETENTION.name())).value();
    }
}
