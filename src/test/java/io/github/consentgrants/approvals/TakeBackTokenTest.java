package io.github.consentgrants.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TakeBackTokenTest {
    private static final String TOKEN = TakeBackToken.of("secret", "session", "grant");

    @Test
    void ofWhenTheSameThenTheSame() {
        assertThat(TakeBackToken.of("secret", "session", "grant"))
                .isEqualTo(TOKEN)
                .matches("[0-9a-f]{64}");
        assertThat(TakeBackToken.matches(TOKEN, TOKEN)).isTrue();
    }

    /** Also where the same letters stand on the other side of a border. */
    @Test
    void ofWhenAnyPartDiffersThenAnother() {
        List<String> others = Stream.of(
                        TakeBackToken.of("secret2", "session", "grant"),
                        TakeBackToken.of("secret", "session2", "grant"),
                        TakeBackToken.of("secret", "session", "grant2"),
                        TakeBackToken.of("secret", "sessiong", "rant"),
                        TakeBackToken.of("secrets", "ession", "grant"))
                .toList();

        assertThat(others).doesNotHaveDuplicates().doesNotContain(TOKEN);
        assertThat(others).noneMatch(other -> TakeBackToken.matches(TOKEN, other));
    }

    @Test
    void matchesWhenOneIsMissingThenFalse() {
        assertThat(TakeBackToken.matches(null, null)).isFalse();
        assertThat(TakeBackToken.matches(null, TOKEN)).isFalse();
        assertThat(TakeBackToken.matches(TOKEN, null)).isFalse();
        assertThat(TakeBackToken.matches(TOKEN, "")).isFalse();
    }
}
