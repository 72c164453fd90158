package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.grant.Grant.Revocation;
import io.github.consentgrants.grant.Grant.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTest {
    private static final Instant DECIDED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant EXPIRES = DECIDED.plusSeconds(120);

    private static @Nullable Instant at(boolean there) {
        return there ? DECIDED.plusSeconds(1) : null;
    }

    /** What was revoked is revoked, whatever came before; what was used in time does not expire. */
    @ParameterizedTest
    @CsvSource({
        "GRANTED, false, false, false, 119, GRANTED",
        "GRANTED, false, false, false, 120, EXPIRED",
        "GRANTED, true,  false, false, 500, CONSUMED",
        "GRANTED, true,  true,  false, 500, REDEEMED",
        "GRANTED, true,  true,  true,  500, REVOKED",
        "GRANTED, false, false, true,  500, REVOKED",
        "DENIED,  false, false, false, 0,   DENIED",
        "DENIED,  false, false, false, 500, DENIED",
    })
    void stateWhenSoThenSo(
            Decision decision, boolean consumed, boolean redeemed, boolean revoked, int seconds, State expected) {
        Grant grant = new Grant(
                "id",
                "realm",
                "client",
                "user",
                decision,
                DECIDED,
                EXPIRES,
                at(consumed),
                at(redeemed),
                revoked ? new Revocation(DECIDED, "test") : null,
                true,
                "session",
                null);
        assertThat(grant.state(DECIDED.plusSeconds(seconds))).isEqualTo(expected);
    }

    @Test
    void isIdWhenMadeThenYes() {
        assertThat(GrantId.isId(GrantId.at(1_700_000_000_000L))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "018bcfe5-6800-7000-8000-00000000000",
                "018bcfe5-6800-7000-8000-0000000000000",
                "018bcfe5-6800-7000-8000-000000000000 ",
                " 018bcfe5-6800-7000-8000-000000000000",
                "018BCFE5-6800-7000-8000-000000000000",
                "018bcfe5-6800-7000-8000-000000000000\n"
            })
    void isIdWhenAnythingElseThenNo(String text) {
        assertThat(GrantId.isId(text)).isFalse();
    }
}
