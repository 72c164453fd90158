package io.github.consentgrants.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantQueryTest {
    private static GrantQuery query(int limit) {
        return new GrantQuery("realm", GrantFilter.NONE, null, limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void newWhenLimitIsInRangeThenTaken(int limit) {
        assertThat(query(limit).limit()).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001, Integer.MAX_VALUE})
    void newWhenLimitIsOutOfRangeThenRefused(int limit) {
        assertThatIllegalArgumentException().isThrownBy(() -> query(limit)).withMessageContaining("1000");
    }
}
