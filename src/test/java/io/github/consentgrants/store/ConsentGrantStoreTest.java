package io.github.consentgrants.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.GrantToken;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a store does that knows nothing of approvals which last for a session. */
class ConsentGrantStoreTest {
    private static final Duration TTL = Duration.ofMinutes(2);

    private final ConsentGrantStore store = mock(ConsentGrantStore.class, CALLS_REAL_METHODS);
    private final GrantToken token = mock(GrantToken.class);
    private final Binding binding = mock(Binding.class);

    @Test
    void mintForSessionWhenTheStoreDerivesNothingThenMintedAsEver() {
        doNothing().when(store).mint(any(), any(), any(), any());

        store.mintForSession(token, binding, TTL, null);

        verify(store).mint(token, binding, TTL, null);
    }

    @Test
    void deriveWhenTheStoreDerivesNothingThenTheUserIsAsked() {
        assertThat(store.derive(token, binding, TTL, null, "parent", Instant.EPOCH))
                .isFalse();
    }
}
