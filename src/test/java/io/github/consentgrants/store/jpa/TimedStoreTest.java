package io.github.consentgrants.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.ConsumeResult;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.store.ConsentGrantStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimedStoreTest {
    private static final GrantToken TOKEN = mock(GrantToken.class);
    private static final Binding BINDING = mock(Binding.class);
    private static final ConsentRecord RECORD = new ConsentRecord("{\"id\":1}", null);

    private final ConsentGrantStore store = mock(ConsentGrantStore.class);
    private final ConsentGrantStore timed = new TimedStore(store);
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void addRegistry() {
        Metrics.addRegistry(registry);
    }

    @AfterEach
    void removeRegistry() {
        Metrics.removeRegistry(registry);
    }

    private long count(String operation) {
        return registry.get("keycloak.consent.grants.store")
                .tag("operation", operation)
                .timer()
                .count();
    }

    @Test
    void operationsWhenCalledThenPassedOnAndTimedOnce() {
        ConsumeResult refused = ConsumeResult.Refused.notFound();
        when(store.decision("id")).thenReturn(Optional.of(Decision.DENIED));
        when(store.consume(TOKEN, BINDING)).thenReturn(refused);
        when(store.redeem("id")).thenReturn(true);
        timed.mint(TOKEN, BINDING, Duration.ofSeconds(1), RECORD);
        timed.deny(BINDING, RECORD);
        timed.release("id");
        timed.close();
        assertThat(timed.decision("id")).contains(Decision.DENIED);
        assertThat(timed.consume(TOKEN, BINDING)).isSameAs(refused);
        assertThat(timed.redeem("id")).isTrue();
        verify(store).mint(TOKEN, BINDING, Duration.ofSeconds(1), RECORD);
        verify(store).deny(BINDING, RECORD);
        verify(store).release("id");
        verify(store).close();
        assertThat(new String[] {"mint", "deny", "decision", "consume", "release", "redeem"})
                .allSatisfy(operation -> assertThat(count(operation)).isOne());
    }

    @Test
    void operationWhenItFailsThenThrownAndTimed() {
        doThrow(new IllegalStateException("lost")).when(store).deny(any(), any());
        assertThatIllegalStateException()
                .isThrownBy(() -> timed.deny(BINDING, RECORD))
                .withMessage("lost");
        assertThat(count("deny")).isOne();
    }
}
