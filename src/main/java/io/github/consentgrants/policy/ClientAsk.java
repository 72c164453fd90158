package io.github.consentgrants.policy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the client policies of a realm say of one client.
 *
 * @param mode how often its users are asked
 * @param maxAge how long an approval lasts at most in the mode {@link Mode#SESSION}; zero in any other
 * @param users whom the policies ask
 */
public record ClientAsk(Mode mode, Duration maxAge, AskedUsers users) {
    /** How long an approval lasts in a session if nothing else is said. */
    public static final Duration DEFAULT_MAX_AGE = Duration.ofHours(1);

    /** How long an approval lasts in a session at most. */
    public static final Duration LONGEST_MAX_AGE = Duration.ofHours(12);

    /** No policy says anything of the client. */
    public static final ClientAsk UNSET = new ClientAsk(Mode.UNSET, Duration.ZERO, AskedUsers.ALL);

    /** A policy says so, or what it says cannot be read. */
    public static final ClientAsk ALWAYS = new ClientAsk(Mode.ALWAYS, Duration.ZERO, AskedUsers.ALL);

    /** Name of the setting for the mode. */
    static final String MODE = "mode";
    /** Name of the setting for the seconds. */
    static final String MAX_AGE = "max-age";

    /** Name of the setting for whom to ask. */
    static final String USERS = "users";
    /** Name of the setting for the role or group. */
    static final String USERS_OF = "users-of";

    private static final Set<String> SETTINGS = Set.of(MODE, MAX_AGE, USERS, USERS_OF);

    /** How often users are asked. */
    public enum Mode {
        /** Nothing is said. */
        UNSET("unset"),
        /** For each request. */
        ALWAYS("always"),
        /** Once in a session for the same request. */
        SESSION("session");

        private final String value;

        Mode(String value) {
            this.value = value;
        }

        /** Returns the word of the configuration. */
        public String value() {
            return value;
        }
    }

    /**
     * Reads the configuration of an executor. What is unknown or cannot be read is {@link #ALWAYS}, and everybody.
     *
     * @param configuration as it is stored: any JSON
     */
    static ClientAsk read(Map<String, ?> configuration) {
        return parse(configuration).orElse(ALWAYS);
    }

    /** Says whether {@link #read} understands each value. */
    static boolean isReadable(Map<String, ?> configuration) {
        return parse(configuration).isPresent();
    }

    private static Optional<ClientAsk> parse(Map<String, ?> configuration) {
        @Nullable Duration maxAge = maxAge(configuration.get(MAX_AGE));
        Optional<AskedUsers> users = AskedUsers.read(configuration.get(USERS), configuration.get(USERS_OF));
        if (maxAge == null || users.isEmpty() || !SETTINGS.containsAll(configuration.keySet())) {
            return Optional.empty();
        }
        if (Mode.SESSION.value().equals(configuration.get(MODE))) {
            return Optional.of(new ClientAsk(Mode.SESSION, maxAge, users.get()));
        }
        return Mode.ALWAYS.value().equals(configuration.get(MODE))
                ? Optional.of(new ClientAsk(Mode.ALWAYS, Duration.ZERO, users.get()))
                : Optional.empty();
    }

    /** The admin console stores a number as a text, and an empty field as an empty text. */
    private static @Nullable Duration maxAge(@Nullable Object value) {
        if (value == null || "".equals(value)) {
            return DEFAULT_MAX_AGE;
        }
        try {
            long seconds = Long.parseLong(value.toString());
            return seconds >= 1 && seconds <= LONGEST_MAX_AGE.toSeconds() ? Duration.ofSeconds(seconds) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Returns the stricter of both. */
    ClientAsk and(ClientAsk other) {
        if (mode == Mode.UNSET) {
            return other;
        }
        if (other.mode == Mode.UNSET) {
            return this;
        }
        AskedUsers both = users.equals(other.users) ? users : AskedUsers.ALL;
        return mode == Mode.ALWAYS || other.mode == Mode.ALWAYS
                ? new ClientAsk(Mode.ALWAYS, Duration.ZERO, both)
                : new ClientAsk(Mode.SESSION, maxAge.compareTo(other.maxAge) <= 0 ? maxAge : other.maxAge, both);
    }
}
