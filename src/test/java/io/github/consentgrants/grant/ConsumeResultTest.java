package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.consentgrants.grant.ConsumeResult.Refused;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConsumeResultTest {
    /** The values stand in events, logs and metrics, and the order is the one in which reasons are named. */
    @Test
    void reasonsWhenListedThenTheseInThisOrder() {
        assertThat(Stream.of(Reason.values()).map(Reason::value))
                .containsExactly("not_found", "binding_mismatch", "consumed", "expired");
    }

    @Test
    void refusedWhenSetChangesLaterThenUntouched() {
        Set<BindingField> differing = EnumSet.of(BindingField.STATE);
        Refused refused = new Refused("id", Reason.BINDING_MISMATCH, differing);

        differing.add(BindingField.NONCE);

        assertThat(refused.differing()).containsExactly(BindingField.STATE);
    }

    @Test
    void refusedWhenCallerChangesTheSetThenRefused() {
        Set<BindingField> differing =
                new Refused("id", Reason.BINDING_MISMATCH, EnumSet.of(BindingField.STATE)).differing();

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> differing.add(BindingField.NONCE));
    }

    @Test
    void resultWhenClosedThenConsumedOrRefusedOnly() {
        assertThat(ConsumeResult.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(ConsumeResult.Consumed.class, Refused.class);
    }
}
