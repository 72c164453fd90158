package io.github.consentgrants.store.jpa;

import io.github.consentgrants.gate.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * The server's settings of the sweep. The server does not start with a value out of range.
 *
 * @param interval between two runs; zero: this server never sweeps
 * @param grace how long a row is left alone after it was of use, so that clocks that differ and late replays do no harm
 * @param retention how long decisions are kept in a realm that does not say so itself
 * @param batch rows that one transaction looks at
 * @param pause between two batches
 */
record SweepSettings(Duration interval, Duration grace, Duration retention, int batch, Duration pause) {
    private static final String INTERVAL = "sweepInterval";
    private static final String GRACE = "sweepGrace";
    private static final String RETENTION = "retentionDays";
    private static final String BATCH = "sweepBatch";
    private static final String PAUSE = "sweepPause";

    private static final int DEFAULT_INTERVAL = 300;
    private static final int DEFAULT_GRACE = 86_400;
    private static final int MIN_GRACE = 3_600;
    private static final int DEFAULT_RETENTION = 90;
    /** Oracle allows no more values in a list. */
    private static final int MAX_BATCH = 1_000;

    private static final int DEFAULT_PAUSE = 100;
    private static final int MAX_PAUSE = 60_000;

    static SweepSettings of(Config.Scope config) {
        return new SweepSettings(
                Duration.ofSeconds(number(config, INTERVAL, DEFAULT_INTERVAL, 0, Integer.MAX_VALUE)),
                Duration.ofSeconds(number(config, GRACE, DEFAULT_GRACE, MIN_GRACE, Integer.MAX_VALUE)),
                Duration.ofDays(number(config, RETENTION, DEFAULT_RETENTION, Settings.MIN_DAYS, Settings.MAX_DAYS)),
                number(config, BATCH, MAX_BATCH, 1, MAX_BATCH),
                Duration.ofMillis(number(config, PAUSE, DEFAULT_PAUSE, 0, MAX_PAUSE)));
    }

    private static int number(Config.Scope config, String name, int standard, int min, int max) {
        int value = config.getInt(name, standard);
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "The setting " + name + " of the consent grant store must be from " + min + " to " + max);
        }
        return value;
    }

    /** Returns the values by the names of the server's options, in the units of those. */
    Map<String, String> inForce() {
        return Map.of(
                "retention-days", String.valueOf(retention.toDays()),
                "sweep-interval", String.valueOf(interval.toSeconds()),
                "sweep-grace", String.valueOf(grace.toSeconds()),
                "sweep-batch", String.valueOf(batch),
                "sweep-pause", String.valueOf(pause.toMillis()));
    }

    static List<ProviderConfigProperty> metadata() {
        ProviderConfigurationBuilder builder = ProviderConfigurationBuilder.create();
        add(
                builder,
                RETENTION,
                DEFAULT_RETENTION,
                "Days for which decisions are kept, unless the realm says otherwise.");
        add(builder, INTERVAL, DEFAULT_INTERVAL, "Seconds between two runs of the sweep. 0: this server never sweeps.");
        add(builder, GRACE, DEFAULT_GRACE, "Seconds for which a grant is left alone after it has expired unused.");
        add(builder, BATCH, MAX_BATCH, "Rows that one transaction of the sweep looks at.");
        add(builder, PAUSE, DEFAULT_PAUSE, "Milliseconds between two transactions of the sweep.");
        return builder.build();
    }

    private static void add(ProviderConfigurationBuilder builder, String name, int standard, String help) {
        builder.property()
                .name(name)
                .helpText(help)
                .type(ProviderConfigProperty.INTEGER_TYPE)
                .defaultValue(standard)
                .add();
    }
}
