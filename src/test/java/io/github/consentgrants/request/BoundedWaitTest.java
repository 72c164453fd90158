package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BoundedWaitTest {
    private final AtomicInteger attempts = new AtomicInteger();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void untilWhenTheFirstIsEnoughThenNoOther() {
        assertThat(BoundedWait.until(BoundedWait.LIMIT, attempts::incrementAndGet, result -> true))
                .isEqualTo(1);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void untilWhenALaterOneIsEnoughThenThat() {
        assertThat(BoundedWait.until(BoundedWait.LIMIT, attempts::incrementAndGet, result -> result == 4))
                .isEqualTo(4);
        assertThat(attempts).hasValue(4);
    }

    /** Who ends the thread wants the server to stop. It must stay interrupted, and the last result is still one. */
    @Test
    void untilWhenInterruptedThenTheLastResultAtOnceAndStillInterrupted() {
        Thread.currentThread().interrupt();
        assertThat(BoundedWait.until(BoundedWait.LIMIT, attempts::incrementAndGet, result -> false))
                .isEqualTo(1);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void untilWhenNoneIsEnoughThenTheLastResultAfterFiveSeconds() {
        long start = System.nanoTime();
        int last = BoundedWait.until(BoundedWait.LIMIT, attempts::incrementAndGet, result -> false);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
        assertThat(last).isEqualTo(attempts.get()).isGreaterThan(1);
    }
}
