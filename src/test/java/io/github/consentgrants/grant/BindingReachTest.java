package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a click covers of later requests in the session. Random pairs (approved, asked): the click covers what is asked only if what is
 * asked is no more than what was approved, in every respect. Another seed: {@code -Dconsentgrants.seed=…}.
 */
class BindingReachTest {
    private static final int ROUNDS = 100_000;
    private static final long SEED = Long.getLong("consentgrants.seed", 20_261_128L);

    /** What tells one request from the next, and grants nothing. */
    private static final Set<BindingField> OF_ONE_REQUEST = Set.of(
            BindingField.STATE,
            BindingField.NONCE,
            BindingField.CODE_CHALLENGE,
            BindingField.REQUEST_URI,
            BindingField.TAB,
            BindingField.PAGE,
            BindingField.BROWSER);

    private final Random random = new Random(SEED);

    @ParameterizedTest
    @EnumSource
    void reachWhenAFieldDiffersThenDiffersUnlessItIsOfOneRequest(BindingField field) {
        Binding approved = TestBindings.change(base(), field, "one").build();
        Binding asked = TestBindings.change(base(), field, "other").build();

        assertThat(approved.hash()).isNotEqualTo(asked.hash());
        assertThat(approved.reach().equals(asked.reach())).isEqualTo(OF_ONE_REQUEST.contains(field));
        assertThat(field.isOfOneRequest()).isEqualTo(OF_ONE_REQUEST.contains(field));
    }

    private static Binding.Builder base() {
        return Binding.builder().set(BindingField.CODE_CHALLENGE, "challenge");
    }

    /** The challenge may differ. That there was one may not. */
    @Test
    void reachWhenThereIsNoChallengeThenDiffers() {
        assertThat(Binding.builder().build().reach())
                .isNotEqualTo(base().build().reach())
                .isEqualTo(Binding.builder()
                        .set(BindingField.CODE_CHALLENGE, "")
                        .build()
                        .reach());
    }

    @Test
    void reachWhenANoteIsOfOneRequestThenTheSameAndTheBindingDiffers() {
        Binding one = base().other("note", "a").otherOfOneRequest("pushed", "1").build();
        Binding other =
                base().other("note", "a").otherOfOneRequest("pushed", "2").build();

        assertThat(one.reach()).isEqualTo(other.reach());
        assertThat(one.hash()).isNotEqualTo(other.hash());
        assertThat(one.reach())
                .isNotEqualTo(base().other("note", "b")
                        .otherOfOneRequest("pushed", "1")
                        .build()
                        .reach());
    }

    /** A reach is no binding hash: neither can stand in the other's place. */
    @Test
    void reachWhenComparedWithTheHashThenOfAnotherDomain() {
        Binding empty = Binding.builder().build();

        assertThat(empty.reach()).matches("[0-9a-f]{64}").isNotEqualTo(empty.hash());
    }

    @Test
    void reachWhenRandomRequestsShareItThenWhatIsAskedIsWithinWhatWasApproved() {
        int covered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Asked approved = Asked.random(random);
            Asked asked = random.nextBoolean() ? approved.varied(random) : Asked.random(random);
            boolean covers = approved.binding(random)
                    .reach()
                    .equals(asked.binding(random).reach());
            covered += covers ? 1 : 0;

            assertThat(!covers || asked.isWithin(approved))
                    .as("seed %d, round %d: %s covers %s", SEED, round, approved, asked)
                    .isTrue();
        }
        assertThat(covered).as("covered, seed %d", SEED).isGreaterThan(ROUNDS / 20);
    }

    /** A request, said without any encoding: the oracle. */
    private record Asked(
            String user,
            String client,
            String redirect,
            Set<String> scopes,
            Set<String> details,
            String page,
            Map<String, String> further) {
        private static final List<String> WORDS = List.of("a", "b", "a b", "c");

        static Asked random(Random random) {
            return new Asked(
                    word(random),
                    word(random),
                    word(random),
                    words(random),
                    words(random),
                    word(random),
                    random.nextBoolean() ? Map.of() : Map.of(word(random), word(random)));
        }

        private static String word(Random random) {
            return WORDS.get(random.nextInt(WORDS.size()));
        }

        private static Set<String> words(Random random) {
            Set<String> words = new TreeSet<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                words.add(word(random));
            }
            return words;
        }

        /** The same, or nearly. */
        Asked varied(Random random) {
            return switch (random.nextInt(9)) {
                case 0 -> new Asked(word(random), client, redirect, scopes, details, page, further);
                case 1 -> new Asked(user, word(random), redirect, scopes, details, page, further);
                case 2 -> new Asked(user, client, word(random), scopes, details, page, further);
                case 3 -> new Asked(user, client, redirect, words(random), details, page, further);
                case 4 -> new Asked(user, client, redirect, scopes, words(random), page, further);
                case 5 -> new Asked(user, client, redirect, scopes, details, word(random), further);
                case 6 -> new Asked(user, client, redirect, scopes, details, page, Map.of(word(random), word(random)));
                default -> this;
            };
        }

        boolean isWithin(Asked approved) {
            return user.equals(approved.user)
                    && client.equals(approved.client)
                    && redirect.equals(approved.redirect)
                    && approved.scopes.containsAll(scopes)
                    && approved.details.containsAll(details)
                    && page.equals(approved.page)
                    && approved.further.equals(new TreeMap<>(further));
        }

        /** Each request has a state, a tab and a page of its own. */
        Binding binding(Random random) {
            Binding.Builder builder = Binding.builder()
                    .set(BindingField.SUBJECT, user)
                    .set(BindingField.CLIENT_UUID, client)
                    .set(BindingField.REDIRECT_TARGET, redirect)
                    .set(BindingField.CLIENT_SCOPES, scopes)
                    .set(BindingField.AUTHORIZATION_DETAILS, details.toString())
                    .set(BindingField.DISPLAY, page);
            further.forEach(builder::other);
            Stream.of(BindingField.STATE, BindingField.NONCE, BindingField.TAB, BindingField.PAGE)
                    .forEach(field -> builder.set(field, String.valueOf(random.nextLong())));
            return builder.build();
        }
    }
}
