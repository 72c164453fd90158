package io.github.consentgrants.grant;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The outcome of a consume: exactly one of any number of concurrent callers gets {@link Consumed}. */
public sealed interface ConsumeResult {
    /**
     * This caller alone has spent the grant, provided that its transaction commits.
     *
     * @param grantId the id of the grant
     */
    record Consumed(String grantId) implements ConsumeResult {}

    /**
     * The grant was not spent by this caller, who must refuse.
     *
     * @param grantId the id that the token names, or null if there was no token
     * @param reason why
     * @param differing for {@link Reason#BINDING_MISMATCH} the fields that differ, otherwise empty
     */
    record Refused(@Nullable String grantId, Reason reason, Set<BindingField> differing) implements ConsumeResult {
        public Refused {
            differing = Set.copyOf(differing);
        }

        /** Returns the refusal of a text that is no token. */
        public static Refused notFound() {
            return new Refused(null, Reason.NOT_FOUND, Set.of());
        }
    }
}
