package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.grant.Decision;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.KeycloakSession;

class ConsentStateTest {
    private final Map<String, Object> attributes = new HashMap<>();
    private final KeycloakSession session = mock(KeycloakSession.class);

    @BeforeEach
    void keepAttributes() {
        when(session.getAttribute(anyString(), eq(ConsentProgress.class)))
                .thenAnswer(call -> attributes.get(call.<String>getArgument(0)));
        doAnswer(call -> attributes.put(call.getArgument(0), call.getArgument(1)))
                .when(session)
                .setAttribute(anyString(), any());
    }

    /** A dash under the row: the database is not asked. */
    @ParameterizedTest
    @CsvSource({
        "none,     false, false, none,    UNASKED",
        "none,     true,  false, none,    SHOWN",
        "none,     true,  false, GRANTED, APPROVED",
        "none,     true,  false, DENIED,  DENIED",
        "none,     true,  true,  -,       APPROVED",
        "consumed, true,  true,  -,       CONSUMED",
        "consumed, true,  false, -,       CONSUMED",
        "answered, true,  true,  -,       ANSWERED",
    })
    void ofWhenComputedThenSo(String done, boolean shown, boolean clicked, String row, ConsentState expected) {
        ConsentProgress progress = ConsentProgress.in(session);
        if (!"none".equals(done)) {
            progress.consumed(new ConsumedGrant("id", "hash"));
        }
        if ("answered".equals(done)) {
            progress.answered();
        }
        assertThat(ConsentState.of(progress, shown, clicked, () -> row(row))).isEqualTo(expected);
    }

    private static Optional<Decision> row(String row) {
        return "none".equals(row) ? Optional.empty() : Optional.of(Decision.valueOf(row));
    }

    @Test
    void progressWhenAskedForTwiceThenTheSame() {
        assertThat(ConsentProgress.in(session)).isSameAs(ConsentProgress.in(session));
        assertThat(attributes).hasSize(1);
    }

    @Test
    void progressWhenFreshThenNothingWasDone() {
        ConsentProgress progress = ConsentProgress.in(session);
        assertThat(progress.consumed()).isEmpty();
        assertThat(progress.isAnswered()).isFalse();
        assertThat(progress.hasApproved()).isFalse();
        assertThat(progress.isUndecided("page")).isFalse();
        assertThat(progress.hasEnded("tab")).isFalse();
        assertThat(progress.approved("page", "user")).isEmpty();
    }

    @Test
    void beginsToKeepTimeWhenCalledTwiceThenOnce() {
        ConsentProgress progress = ConsentProgress.in(session);
        assertThat(progress.beginsToKeepTime()).isTrue();
        assertThat(progress.beginsToKeepTime()).isFalse();
    }

    @Test
    void rememberedWhenOfAnotherPageOrTabThenNot() {
        ConsentProgress progress = ConsentProgress.in(session);
        progress.undecided("page");
        progress.ended("tab");
        assertThat(progress.isUndecided("page")).isTrue();
        assertThat(progress.isUndecided("other")).isFalse();
        assertThat(progress.hasEnded("tab")).isTrue();
        assertThat(progress.hasEnded("other")).isFalse();
    }
}
