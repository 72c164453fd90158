package io.github.consentgrants.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The decision about one request.
 *
 * @param rule that decided
 * @param parentId the grant that covers the request, if the outcome is {@link AskRule.Outcome#DERIVE}; else null
 * @param maxAge how long an approval of such a request lasts in a session; zero if it does not
 */
public record AskDecision(AskRule rule, @Nullable String parentId, Duration maxAge) {}
