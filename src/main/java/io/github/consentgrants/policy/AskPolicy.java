package io.github.consentgrants.policy;

import io.github.consentgrants.policy.AskFacts.Approval;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether the user is asked. Pure: the same facts lead to the same decision, at the page and at the guard. */
public final class AskPolicy {
    private static final Set<ScopeAsk> LASTING = Set.of(ScopeAsk.SESSION, ScopeAsk.NEVER_ALONE);
    private static final Set<ScopeAsk> NOT_ALONE = Set.of(ScopeAsk.NEVER_ALONE);

    private AskPolicy() {}

    /**
     * Decides.
     *
     * @param now the time by Keycloak's clock
     */
    public static AskDecision decide(AskFacts facts, Instant now) {
        Duration maxAge = lasts(facts).orElse(Duration.ZERO);
        AskRule rule = ofRequest(facts.request())
                .or(() -> ofUser(facts.audience()))
                .or(() -> ofConfiguration(facts))
                .orElseGet(() -> ofSession(facts.sitting(), maxAge, now));
        @Nullable Approval approval = facts.sitting().approval();
        @Nullable String parent = approval != null && rule == AskRule.SESSION ? approval.grantId() : null;
        return new AskDecision(rule, parent, maxAge);
    }

    /** Says for how long an approval of such a request lasts in a session: the page says so, and its approval can be a parent. */
    public static Optional<Duration> lasts(AskFacts facts) {
        AskFacts.Request request = facts.request();
        boolean never = request.selfRegistered()
                || !request.forCode()
                || request.offlineAccess()
                || request.authorizationDetails()
                || request.signInDemanded();
        return never ? Optional.empty() : lasts(facts.client(), facts.scopes());
    }

    private static Optional<Duration> lasts(ClientAsk client, Set<ScopeAsk> scopes) {
        if (client.mode() == ClientAsk.Mode.ALWAYS || scopes.contains(ScopeAsk.ALWAYS)) {
            return Optional.empty();
        }
        if (client.mode() == ClientAsk.Mode.SESSION) {
            return Optional.of(client.maxAge());
        }
        return !scopes.isEmpty() && LASTING.containsAll(scopes)
                ? Optional.of(ClientAsk.DEFAULT_MAX_AGE)
                : Optional.empty();
    }

    private static Optional<AskRule> ofRequest(AskFacts.Request request) {
        if (request.selfRegistered()) {
            return Optional.of(AskRule.CLIENT_SELF_REGISTERED);
        }
        if (!request.forCode()) {
            return Optional.of(AskRule.NOT_FOR_CODE);
        }
        if (request.promptConsent()) {
            return Optional.of(AskRule.PROMPT_CONSENT);
        }
        if (request.offlineAccess()) {
            return Optional.of(AskRule.OFFLINE_ACCESS);
        }
        if (request.authorizationDetails()) {
            return Optional.of(AskRule.AUTHORIZATION_DETAILS);
        }
        return request.signInDemanded() ? Optional.of(AskRule.SIGN_IN_DEMANDED) : Optional.empty();
    }

    private static Optional<AskRule> ofUser(Audience audience) {
        return audience == Audience.NOT_ASKED ? Optional.of(AskRule.USER_NOT_ASKED) : Optional.empty();
    }

    private static Optional<AskRule> ofConfiguration(AskFacts facts) {
        if (facts.client().mode() == ClientAsk.Mode.ALWAYS) {
            return Optional.of(AskRule.CLIENT_ALWAYS);
        }
        if (facts.scopes().contains(ScopeAsk.ALWAYS)) {
            return Optional.of(AskRule.SCOPE_ALWAYS);
        }
        if (!facts.scopes().isEmpty() && NOT_ALONE.containsAll(facts.scopes())) {
            return Optional.of(AskRule.SCOPES_NEVER_ALONE);
        }
        return lasts(facts).isEmpty() ? Optional.of(AskRule.DEFAULT) : Optional.empty();
    }

    private static AskRule ofSession(AskFacts.Sitting sitting, Duration maxAge, Instant now) {
        @Nullable Approval approval = sitting.approval();
        if (!sitting.signedOn()) {
            return AskRule.NOT_SIGNED_ON;
        }
        if (approval == null) {
            return AskRule.NOT_APPROVED;
        }
        if (!approval.standing()) {
            return AskRule.APPROVAL_ENDED;
        }
        return approval.isOlderThan(maxAge, now) ? AskRule.APPROVAL_TOO_OLD : AskRule.SESSION;
    }
}
