package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random requests over a small, mean alphabet: those that differ never share a hash, those that do not always do. Another
 * seed: {@code -Dconsentgrants.seed=…}.
 */
class BindingPropertyTest {
    private static final int ROUNDS = 4_000;
    private static final long SEED = Long.getLong("consentgrants.seed", 20_250_101L);
    private static final List<BindingField> FIELDS = List.of(BindingField.values());
    private static final List<String> ALPHABET =
            List.of("a", "b", " ", "\n", "\0", "\1", "=", "&", "\u00e9", "\uE000", "\uD83D\uDE00");

    private final Random random = new Random(SEED);

    @Test
    void hashWhenRandomRequestsDifferThenDiffers() {
        Map<String, Model> seen = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Model model = Model.random(random);
            Model same = seen.putIfAbsent(model.binding(random).hash(), model);

            assertThat(same == null || same.equals(model))
                    .as("seed %d, round %d: %s and %s share a hash", SEED, round, same, model)
                    .isTrue();
        }
        assertThat(seen).as("different requests, seed %d", SEED).hasSizeGreaterThan(ROUNDS * 9 / 10);
    }

    @Test
    void hashWhenRandomRequestIsBuiltTwiceThenEqual() {
        for (int round = 0; round < ROUNDS; round++) {
            Model model = Model.random(random);

            assertThat(model.binding(random))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(model.binding(random));
        }
    }

    @Test
    void differingFieldsWhenRandomRequestsDifferThenNamesExactlyTheFieldsThatDo() {
        for (int round = 0; round < ROUNDS; round++) {
            Model one = Model.random(random);
            Model other = one.changed(random);

            assertThat(one.binding(random).differingFields(other.binding(random)))
                    .as("seed %d, round %d: %s and %s", SEED, round, one, other)
                    .isEqualTo(one.differing(other));
        }
    }

    private static String text(Random random) {
        return String.join(
                "",
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> ALPHABET.get(random.nextInt(ALPHABET.size())))
                        .toList());
    }

    /** What a request is, said without any encoding: the oracle. */
    private record Model(Map<BindingField, Object> values) {
        static Model random(Random random) {
            Map<BindingField, Object> values = new EnumMap<>(BindingField.class);
            for (BindingField field : BindingField.values()) {
                if (random.nextInt(4) == 0) {
                    putRandom(values, field, random);
                }
            }
            return new Model(values);
        }

        Model changed(Random random) {
            Map<BindingField, Object> copy = new EnumMap<>(BindingField.class);
            copy.putAll(values);
            BindingField field = FIELDS.get(random.nextInt(FIELDS.size()));
            putRandom(copy, field, random);
            return new Model(copy);
        }

        private static void putRandom(Map<BindingField, Object> values, BindingField field, Random random) {
            Object value = switch (field.kind()) {
                case TEXT, OPTIONAL_TEXT -> text(random);
                case SET -> new TreeSet<>(List.of(text(random), text(random) + "x"));
                case MAP -> new TreeMap<>(Map.of(text(random), text(random)));
            };
            boolean sameAsAbsent = field.kind() == BindingField.Kind.OPTIONAL_TEXT && value.equals("");
            if (sameAsAbsent) {
                values.remove(field);
            } else {
                values.put(field, value);
            }
        }

        Set<BindingField> differing(Model other) {
            Set<BindingField> differing = new TreeSet<>();
            for (BindingField field : BindingField.values()) {
                Object mine = values.get(field);
                if (mine == null ? other.values.containsKey(field) : !mine.equals(other.values.get(field))) {
                    differing.add(field);
                }
            }
            return differing;
        }

        Binding binding(Random random) {
            Binding.Builder builder = Binding.builder();
            List<BindingField> order = new ArrayList<>(values.keySet());
            Collections.shuffle(order, random);
            for (BindingField field : order) {
                Object value = values.get(field);
                if (value instanceof String text) {
                    builder.set(field, text);
                } else if (value instanceof Set<?> set) {
                    builder.set(field, shuffledAndRepeated(set, random));
                } else if (value instanceof Map<?, ?> map) {
                    map.forEach((name, entry) -> builder.other((String) name, (String) entry));
                }
            }
            return builder.build();
        }

        private static List<String> shuffledAndRepeated(Set<?> set, Random random) {
            List<String> items = new ArrayList<>();
            set.forEach(item -> items.addAll(Collections.nCopies(1 + random.nextInt(2), (String) item)));
            Collections.shuffle(items, random);
            return items;
        }
    }
}
