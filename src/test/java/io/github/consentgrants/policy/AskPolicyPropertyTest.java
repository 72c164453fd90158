package io.github.consentgrants.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.policy.AskFacts.Approval;
import io.github.consentgrants.policy.AskFacts.Request;
import io.github.consentgrants.policy.AskFacts.Sitting;
import io.github.consentgrants.policy.AskRule.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random situations, judged by rules that are said once more here, without an order: no page only where nothing speaks for one. Another
 * seed: {@code -Dconsentgrants.seed=…}.
 */
class AskPolicyPropertyTest {
    private static final int ROUNDS = 200_000;
    private static final long SEED = Long.getLong("consentgrants.seed", 20_261_128L);
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private final Random random = new Random(SEED);

    @Test
    void decideWhenAnyFactSpeaksForThePageThenAsked() {
        Map<AskRule, Integer> decided = new EnumMap<>(AskRule.class);
        for (int round = 0; round < ROUNDS; round++) {
            AskFacts facts = facts();
            AskDecision decision = AskPolicy.decide(facts, NOW);
            decided.merge(decision.rule(), 1, Integer::sum);

            assertThat(decision.rule().outcome())
                    .as("seed %d, round %d: %s", SEED, round, facts)
                    .isEqualTo(expected(facts));
            assertThat(decision.parentId() != null)
                    .as("seed %d, round %d: %s", SEED, round, facts)
                    .isEqualTo(decision.rule().outcome() == Outcome.DERIVE);
        }
        assertThat(decided).as("each rule decides sometimes").containsOnlyKeys(AskRule.values());
    }

    /** One fact that becomes stricter never takes a page away. */
    @Test
    void decideWhenAFactBecomesStricterThenNoPageGoesAway() {
        for (int round = 0; round < ROUNDS; round++) {
            AskFacts facts = facts();
            AskFacts stricter = stricter(facts);
            boolean asked = AskPolicy.decide(facts, NOW).rule().outcome() == Outcome.ASK;

            assertThat(!asked || AskPolicy.decide(stricter, NOW).rule().outcome() == Outcome.ASK)
                    .as("seed %d, round %d: %s, %s", SEED, round, facts, stricter)
                    .isTrue();
        }
    }

    private static Outcome expected(AskFacts facts) {
        Request request = facts.request();
        if (request.selfRegistered()
                || !request.forCode()
                || request.promptConsent()
                || request.offlineAccess()
                || request.authorizationDetails()
                || request.signInDemanded()) {
            return Outcome.ASK;
        }
        if (facts.audience() == Audience.NOT_ASKED) {
            return Outcome.GO_ON;
        }
        if (facts.client().mode() == ClientAsk.Mode.ALWAYS || facts.scopes().contains(ScopeAsk.ALWAYS)) {
            return Outcome.ASK;
        }
        if (facts.scopes().equals(Set.of(ScopeAsk.NEVER_ALONE))) {
            return Outcome.GO_ON;
        }
        boolean byClient = facts.client().mode() == ClientAsk.Mode.SESSION;
        boolean byScopes = !facts.scopes().isEmpty() && !facts.scopes().contains(ScopeAsk.UNSET);
        Duration maxAge = byClient ? facts.client().maxAge() : Duration.ofHours(1);
        @Nullable Approval approval = facts.sitting().approval();
        boolean covered = (byClient || byScopes)
                && facts.sitting().signedOn()
                && approval != null
                && approval.standing()
                && Duration.between(approval.at(), NOW).compareTo(maxAge) < 0;
        return covered ? Outcome.DERIVE : Outcome.ASK;
    }

    private AskFacts facts() {
        Set<ScopeAsk> scopes = EnumSet.noneOf(ScopeAsk.class);
        for (int i = random.nextInt(4); i > 0; i--) {
            scopes.add(one(ScopeAsk.values()));
        }
        return new AskFacts(
                new Request(rarely(), !rarely(), rarely(), rarely(), rarely(), rarely()),
                client(),
                scopes,
                one(Audience.values()),
                new Sitting(!rarely(), rarely() ? null : approval()));
    }

    private ClientAsk client() {
        return switch (random.nextInt(4)) {
            case 0 -> ClientAsk.UNSET;
            case 1 -> ClientAsk.ALWAYS;
            default -> new ClientAsk(ClientAsk.Mode.SESSION, Duration.ofSeconds(1 + random.nextInt(4)), AskedUsers.ALL);
        };
    }

    private Approval approval() {
        return new Approval("grant", NOW.minusMillis(500L * random.nextInt(12)), !rarely());
    }

    private AskFacts stricter(AskFacts facts) {
        Request request = facts.request();
        @Nullable Approval approval = facts.sitting().approval();
        return switch (random.nextInt(6)) {
            case 0 ->
                new AskFacts(
                        new Request(
                                request.selfRegistered() || random.nextBoolean(),
                                request.forCode() && random.nextBoolean(),
                                request.promptConsent() || random.nextBoolean(),
                                request.offlineAccess() || random.nextBoolean(),
                                request.authorizationDetails() || random.nextBoolean(),
                                request.signInDemanded() || random.nextBoolean()),
                        facts.client(),
                        facts.scopes(),
                        facts.audience(),
                        facts.sitting());
            case 1 -> new AskFacts(request, ClientAsk.ALWAYS, facts.scopes(), facts.audience(), facts.sitting());
            case 2 -> {
                Set<ScopeAsk> more = EnumSet.of(ScopeAsk.ALWAYS);
                more.addAll(facts.scopes());
                yield new AskFacts(request, facts.client(), more, facts.audience(), facts.sitting());
            }
            case 3 -> new AskFacts(request, facts.client(), facts.scopes(), Audience.ASKED, facts.sitting());
            case 4 -> facts.with(Sitting.NONE);
            default ->
                facts.with(new Sitting(
                        facts.sitting().signedOn(),
                        approval == null
                                ? null
                                : new Approval(
                                        approval.grantId(), approval.at().minusSeconds(1), approval.standing())));
        };
    }

    private boolean rarely() {
        return random.nextInt(8) == 0;
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
