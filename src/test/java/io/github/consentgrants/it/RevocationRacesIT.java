package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.history.RevocationRaces;
import io.github.consentgrants.history.RevocationRaces.Use;
import io.github.consentgrants.testing.SetUp;
import io.github.consentgrants.testing.TestRealm;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given approvals that are taken back while they are used")
final class RevocationRacesIT {
    private static final int ROUNDS = Integer.getInteger("race.rounds", 5);

    @AutoClose
    private final TestRealm realm = SetUp.AUTHENTICATOR.createRealm();

    @Test
    @DisplayName("when tokens, codes and clicks are raced, then nothing is granted after a revocation was acknowledged")
    void raced() {
        RevocationRaces races = new RevocationRaces(realm);
        for (int round = 0; round < ROUNDS; round++) {
            races.tokens();
            races.code();
            races.click();
        }
        System.out.println(races.summary());
        assertThat(races.violations()).isEmpty();
        assertThat(races.hasBothOrders()).isTrue();
    }

    @Test
    @DisplayName("when a history has a use that was granted too late, then the judge finds it")
    void judged() {
        Use late = new Use("refresh", 11, true);
        assertThat(RevocationRaces.violations(
                        List.of(new Use("refresh", 9, true), late, new Use("refresh", 12, false)), 10))
                .containsExactly(late);
    }
}
