package io.github.consentgrants.request;

import io.github.consentgrants.display.RequestedScopes;
import io.github.consentgrants.policy.AskFacts;
import io.github.consentgrants.policy.AskFacts.Sitting;
import io.github.consentgrants.policy.AskPolicy;
import io.github.consentgrants.policy.AskRule;
import io.github.consentgrants.policy.AskRule.Outcome;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.common.util.Time;

/**
 * A request about which the realm asks nobody: no page and no grant. Decided anew wherever it matters, at the guard too: it is in no note.
 */
public final class Exemption {
    private Exemption() {}

    /** Returns the rule by which the request goes on without a grant; empty if the user must approve it, or is being asked already. */
    public static Optional<AskRule> of(ConsentRequest request) {
        return PageInstance.of(request).isPresent() ? Optional.empty() : of(facts(request));
    }

    static Optional<AskRule> of(AskFacts facts) {
        AskRule rule = AskPolicy.decide(facts.with(Sitting.NONE), Instant.ofEpochMilli(Time.currentTimeMillis()))
                .rule();
        return Optional.of(rule).filter(found -> found.outcome() == Outcome.GO_ON);
    }

    static AskFacts facts(ConsentRequest request) {
        return RequestFacts.of(
                request, RequestedScopes.of(request.session(), request.authSession(), request.user()), Sitting.NONE);
    }
}
