package io.github.consentgrants.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.policy.ClientAsk.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientAskTest {
    private static final List<ClientAsk> ALL = List.of(ClientAsk.UNSET, ClientAsk.ALWAYS, session(60), session(3600));

    private static ClientAsk session(int seconds) {
        return new ClientAsk(Mode.SESSION, Duration.ofSeconds(seconds), AskedUsers.ALL);
    }

    @Test
    void readWhenSessionThenAsLongAsItSaysOrOneHour() {
        assertThat(ClientAsk.read(Map.of("mode", "session"))).isEqualTo(session(3600));
        assertThat(ClientAsk.read(Map.of("mode", "session", "max-age", ""))).isEqualTo(session(3600));
        assertThat(ClientAsk.read(Map.of("mode", "session", "max-age", "60"))).isEqualTo(session(60));
        assertThat(ClientAsk.read(Map.of("mode", "session", "max-age", 43_200))).isEqualTo(session(43_200));
        assertThat(ClientAsk.isReadable(Map.of("mode", "session", "max-age", 1)))
                .isTrue();
        assertThat(ClientAsk.isReadable(Map.of("mode", "always"))).isTrue();
    }

    static Stream<Map<String, ?>> unreadable() {
        return Stream.of(
                Map.of(),
                Map.of("mode", "Session"),
                Map.of("mode", List.of("session")),
                Map.of("max-age", "60"),
                Map.of("mode", "session", "max-age", "0"),
                Map.of("mode", "session", "max-age", "-1"),
                Map.of("mode", "session", "max-age", "43201"),
                Map.of("mode", "session", "max-age", "1.5"),
                Map.of("mode", "session", "max-age", " 60"),
                Map.of("mode", "session", "max-age", List.of(60)),
                Map.of("mode", "session", "max-age", "99999999999999999999"),
                Map.of("mode", "session", "maxAge", "60"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void readWhenAnythingIsUnknownThenAlwaysAndNotSaved(Map<String, ?> configuration) {
        assertThat(ClientAsk.read(configuration)).isEqualTo(ClientAsk.ALWAYS);
        assertThat(ClientAsk.isReadable(configuration)).isFalse();
    }

    /** In whichever order Keycloak asks the executors. */
    @Test
    void andWhenSeveralAnswerThenTheStrictestHolds() {
        for (ClientAsk one : ALL) {
            for (ClientAsk other : ALL) {
                assertThat(one.and(other)).isEqualTo(other.and(one)).isIn(one, other);
                if (one.mode() == Mode.ALWAYS) {
                    assertThat(one.and(other)).isEqualTo(ClientAsk.ALWAYS);
                }
            }
        }
        assertThat(session(3600).and(session(60))).isEqualTo(session(60));
        assertThat(ClientAsk.UNSET.and(session(60))).isEqualTo(session(60));
    }
}
