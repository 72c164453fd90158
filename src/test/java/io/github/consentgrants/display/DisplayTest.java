package io.github.consentgrants.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.consentgrants.details.RenderedDetails;
import io.github.consentgrants.details.RenderedDetails.Row;
import io.github.consentgrants.display.RedirectDisplay.Kind;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DisplayTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Display DISPLAY = new Display(
            new WordingDisplay("en", "1a2b", "Shop asks for your approval"),
            new ClientDisplay(
                    "Shop",
                    "shop",
                    "s.example",
                    false,
                    "https://s.example/logo",
                    "https://s.example/p",
                    "https://s.example/t"),
            new AccountDisplay("alice", "Alice Doe"),
            new RedirectDisplay(Kind.WEB, "s.example"),
            new AccessDisplay(
                    List.of(new ScopeDisplay(
                            "Read your email", List.of(new ClaimDisplay("Email", "a@example.com")), null)),
                    List.of(new ClaimDisplay("Department", "Sales")),
                    List.of("Birthdate"),
                    List.of(new RenderedDetails("Payment", List.of(new Row("Amount", "1 EUR")))),
                    List.of("https://api.example"),
                    false,
                    "3c4d"),
            new LifetimeDisplay("2 minutes", "10 hours", "5 minutes", null, "1 hour"));

    /** Over every value at any depth: one that is shown but not in the digest is found here. */
    @ParameterizedTest
    @MethodSource("values")
    void digestWhenOneValueChangesThenDiffers(String pointer) throws Exception {
        assertThat(changed(pointer).digests().whole())
                .isNotEqualTo(DISPLAY.digests().whole());
    }

    static Stream<String> values() {
        List<String> pointers = new ArrayList<>();
        collect(JSON.valueToTree(DISPLAY), "", pointers);
        assertThat(pointers).hasSizeGreaterThan(20);
        return pointers.stream();
    }

    @ParameterizedTest
    @MethodSource("values")
    void changedSinceWhenOneValueChangesThenNamesItsPart(String pointer) throws Exception {
        DisplayPart part = DisplayPart.valueOf(pointer.split("/", -1)[1].toUpperCase(Locale.ROOT));

        if (pointer.equals("/wording/title")) {
            assertThat(changed(pointer).digests().changedSince(DISPLAY.digests().fingerprints()))
                    .isEmpty();
        } else {
            assertThat(changed(pointer).digests().changedSince(DISPLAY.digests().fingerprints()))
                    .containsExactly(part);
        }
    }

    @Test
    void changedSinceWhenSameThenNothing() {
        assertThat(DISPLAY.digests().changedSince(DISPLAY.digests().fingerprints()))
                .isEmpty();
    }

    @Test
    void changedSinceWhenFingerprintsAreNotOursThenEverything() {
        assertThat(DISPLAY.digests().changedSince("")).containsExactlyInAnyOrder(DisplayPart.values());
    }

    /** Absent, empty, and the name of either are three things. */
    @Test
    void digestWhenAbsentThenDiffersFromEmptyAndFromItsName() {
        assertThat(Stream.of(null, "", "null")
                        .map(name -> withFullName(name).digests().whole()))
                .doesNotHaveDuplicates();
    }

    /** No text can reach into its neighbour. */
    @Test
    void digestWhenTextMovesToItsNeighbourThenDiffers() {
        assertThat(withAccount("alice", "Alice").digests().whole())
                .isNotEqualTo(withAccount("alic", "eAlice").digests().whole());
        assertThat(withAccount("a\",\"fullName\":\"b", "c").digests().whole())
                .isNotEqualTo(withAccount("a", "b\",\"fullName\":\"c").digests().whole());
    }

    @Test
    void digestWhenScopesAreInAnotherOrderOrSplitThenDiffers() {
        assertThat(Stream.of(
                                List.of("a", "b"),
                                List.of("b", "a"),
                                List.of("ab"),
                                List.of("a", "b", ""),
                                List.<String>of())
                        .map(scopes -> withScopes(scopes).digests().whole()))
                .doesNotHaveDuplicates();
    }

    @Test
    void digestWhenTextIsNotUnicodeThenRefused() {
        Display broken = withFullName("\uD83D");

        assertThatIllegalArgumentException().isThrownBy(broken::digests);
    }

    /** What the template gets is what was digested, nothing more and nothing less. */
    @Test
    void toModelWhenMadeThenHasExactlyTheDigestedValues() throws Exception {
        Map<String, Object> model = DISPLAY.toModel();

        assertThat(JSON.<JsonNode>valueToTree(model)).isEqualTo(JSON.valueToTree(DISPLAY));
    }

    private static void collect(JsonNode node, String pointer, List<String> pointers) {
        if (node.isValueNode()) {
            pointers.add(pointer);
        }
        node.properties().forEach(field -> collect(field.getValue(), pointer + "/" + field.getKey(), pointers));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), pointer + "/" + i, pointers);
            }
        }
    }

    private static Display changed(String pointer) throws Exception {
        ObjectNode tree = JSON.valueToTree(DISPLAY);
        JsonPointer at = JsonPointer.compile(pointer);
        JsonNode old = tree.at(at);
        JsonNode other = old.isBoolean()
                ? BooleanNode.valueOf(!old.asBoolean())
                : TextNode.valueOf(old.asText().equals("WEB") ? "APP" : old.asText() + "x");
        if (tree.at(at.head()) instanceof ArrayNode list) {
            list.set(at.last().getMatchingIndex(), other);
        } else {
            ((ObjectNode) tree.at(at.head())).set(at.last().getMatchingProperty(), other);
        }
        return JSON.treeToValue(tree, Display.class);
    }

    private static Display withFullName(String name) {
        return withAccount("alice", name);
    }

    private static Display withAccount(String username, String fullName) {
        return new Display(
                DISPLAY.wording(),
                DISPLAY.client(),
                new AccountDisplay(username, fullName),
                DISPLAY.redirect(),
                DISPLAY.access(),
                DISPLAY.lifetime());
    }

    private static Display withScopes(List<String> scopes) {
        return new Display(
                DISPLAY.wording(),
                DISPLAY.client(),
                DISPLAY.account(),
                DISPLAY.redirect(),
                new AccessDisplay(
                        scopes.stream()
                                .map(scope -> new ScopeDisplay(scope, List.of(), null))
                                .toList(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        ""),
                DISPLAY.lifetime());
    }

    /** Every text of every component, at any depth, so that a new one is found here: made harmless in the page and the digest. */
    @Test
    void textsWhenNobodyHasMadeThemHarmlessThenTheDisplayDoes() throws Exception {
        String hostile = "a\u202Eb\u0301\u0301\u0301 \u3000\u3000\u3164 ${x}";
        Display display = (Display) filled(Display.class, hostile);

        List<String> shown = new ArrayList<>();
        collectTexts(JSON.valueToTree(display.toModel()), shown);
        assertThat(shown).hasSizeGreaterThan(20).containsOnly(SafeText.of(hostile), "WEB");
        assertThat(display.title()).isEqualTo(SafeText.of(hostile));
        assertThat(display.digests()).isEqualTo(((Display) filled(Display.class, SafeText.of(hostile))).digests());

        StoppedDisplay stopped = new StoppedDisplay(hostile, hostile, null);
        assertThat(List.of(stopped.title(), stopped.text())).containsOnly(SafeText.of(hostile));
    }

    /** Makes a record, and whatever it is made of, with this text in each place. */
    private static Object filled(Type type, String text) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType list) {
            return List.of(filled(list.getActualTypeArguments()[0], text));
        }
        Class<?> component = (Class<?>) type;
        if (component == String.class) {
            return text;
        }
        if (component == boolean.class) {
            return true;
        }
        if (component.isEnum()) {
            return component.getEnumConstants()[0];
        }
        RecordComponent[] components = component.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = filled(components[i].getGenericType(), text);
        }
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return component.getDeclaredConstructor(types).newInstance(values);
    }

    private static void collectTexts(JsonNode node, List<String> texts) {
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(child -> collectTexts(child, texts));
    }
}
