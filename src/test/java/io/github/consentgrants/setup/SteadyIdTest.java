package io.github.consentgrants.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadyIdTest {
    /** Servers of several versions set up at the same time during an upgrade: the value must not change. */
    @Test
    void idWhenMadeThenAlwaysTheSame() {
        assertThat(SteadyId.of("realm", "browser with consent grant"))
                .isEqualTo("d2ef6f5b-f9ab-3de3-b1c6-6fa7e42c956b");
    }

    @Test
    void idWhenAnythingDiffersThenAnotherOne() {
        assertThat(SteadyId.of("realm", "a"))
                .isNotEqualTo(SteadyId.of("realm", "b"))
                .isNotEqualTo(SteadyId.of("other", "a"));
    }
}
