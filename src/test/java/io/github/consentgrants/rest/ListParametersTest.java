package io.github.consentgrants.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Grant.State;
import io.github.consentgrants.store.GrantFilter;
import io.github.consentgrants.store.GrantQuery;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListParametersTest {
    private static final String ID = "018bcfe5-6800-7000-8000-000000000000";

    private static MultivaluedMap<String, String> parameters(String... namesAndValues) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return parameters;
    }

    @Test
    void listWhenWithoutParametersThenTheFirstHundred() {
        assertThat(ListParameters.list("realm", parameters()))
                .isEqualTo(new GrantQuery("realm", GrantFilter.NONE, null, 100));
    }

    @Test
    void listWhenEverythingIsGivenThenEverythingIsAskedFor() {
        assertThat(ListParameters.list(
                        "realm",
                        parameters(
                                "id",
                                ID,
                                "user",
                                "u",
                                "client",
                                "c",
                                "decision",
                                "denied",
                                "state",
                                "expired",
                                "from",
                                "2026-11-28",
                                "to",
                                "2026-11-28T15:07:27+01:00",
                                "before",
                                ID,
                                "limit",
                                "1000")))
                .isEqualTo(new GrantQuery(
                        "realm",
                        new GrantFilter(
                                ID,
                                "u",
                                "c",
                                Decision.DENIED,
                                State.EXPIRED,
                                Instant.parse("2026-11-28T00:00:00Z"),
                                Instant.parse("2026-11-28T14:07:27Z")),
                        ID,
                        1000));
    }

    @Test
    void exportWhenALimitIsGivenThenRefused() {
        assertThat(ListParameters.export("realm", parameters("before", ID), 7))
                .isEqualTo(new GrantQuery("realm", GrantFilter.NONE, ID, 7));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListParameters.export("realm", parameters("limit", "10"), 7))
                .withMessageContaining("Unknown parameter");
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0",
        "limit, 1001",
        "limit, -1",
        "limit, 1e2",
        "limit, 99999999999",
        "limit, ' '",
        "id, x",
        "id, ''",
        "before, 018BCFE5-6800-7000-8000-000000000000",
        "user, ''",
        "user, ' '",
        "state, GRANTED",
        "state, unknown",
        "decision, redeemed",
        "from, today",
        "from, 2026-02-30",
        "from, 2026-11-28T15:07:27",
        "to, -0001-01-01",
        "to, +10000-01-01",
        "to, 1700000000000",
        "User, x",
        "realm, x"
    })
    void listWhenAParameterIsWrongThenRefused(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListParameters.list("realm", parameters(name, value)))
                .withMessageMatching("(The parameter .*|Unknown parameter.*)")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("1e2", "today"));
    }

    @Test
    void listWhenAParameterIsDoubledOrCannotBeAnIdThenRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListParameters.list("realm", parameters("user", "a", "user", "a")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListParameters.list("realm", parameters("user", "a\u0000")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListParameters.list("realm", parameters("client", "x".repeat(256))));
        assertThat(ListParameters.list("realm", parameters("client", "x".repeat(255)))
                        .filter()
                        .clientUuid())
                .hasSize(255);
    }

    @Test
    void listWhenTheTimesAreNotInTheirOrderThenRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListParameters.list("realm", parameters("from", "2026-11-28", "to", "2026-11-28")))
                .withMessageContaining("not before");
    }
}
