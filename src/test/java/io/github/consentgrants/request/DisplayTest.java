package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DisplayTest {
    private static final Object[] VALUES = {
        "en",
        "Shop",
        "shop",
        "https://s.example/logo.png",
        "https://s.example/privacy",
        "https://s.example/terms",
        "alice",
        "Alice Doe",
        List.of("Read your email", "Read your name"),
        "s.example",
        120L
    };
    private static final List<RecordComponent> COMPONENTS = List.of(Display.class.getRecordComponents());

    static Stream<String> components() {
        return COMPONENTS.stream().map(RecordComponent::getName);
    }

    static Stream<String> nullable() {
        return Stream.of("logoUri", "policyUri", "termsUri", "accountFullName");
    }

    /** Computed apart, as the golden vectors of the binding were. */
    @Test
    void digestWhenCompleteThenThisConstant() {
        assertThat(display(VALUES).digest())
                .isEqualTo("66ce620dfc1fdba6055da7b9e619978a6c29df38766733d4d04d0fa73d7ec32f");
    }

    /** Over every component of the record: one that is shown but not in the digest is found here. */
    @ParameterizedTest
    @MethodSource("components")
    void digestWhenOneComponentChangesThenDiffers(String component) {
        int at = components().toList().indexOf(component);
        Object changed = VALUES[at] instanceof String text
                ? text + "x"
                : VALUES[at] instanceof Long seconds ? seconds + 1 : List.of("Read your email");

        assertThat(displayWith(component, changed).digest())
                .isNotEqualTo(display(VALUES).digest());
    }

    @ParameterizedTest
    @MethodSource("nullable")
    void digestWhenAbsentThenDiffersFromEmpty(String component) {
        assertThat(displayWith(component, null).digest())
                .isNotEqualTo(displayWith(component, "").digest());
    }

    @Test
    void digestWhenTextMovesBetweenNeighboursThenDiffers() {
        assertThat(digestOfFirst("en", "Shop")).isNotEqualTo(digestOfFirst("enS", "hop"));
        assertThat(displayWith("logoUri", null).digest())
                .isNotEqualTo(displayWith("policyUri", null).digest());
    }

    @Test
    void digestWhenScopesAreShownInAnotherOrderOrSplitThenDiffers() {
        assertThat(Stream.of(
                                List.of("a", "b"),
                                List.of("b", "a"),
                                List.of("ab"),
                                List.of("a", "b", ""),
                                List.of("a", "a", "b"),
                                List.of())
                        .map(scopes -> displayWith("scopes", scopes).digest()))
                .doesNotHaveDuplicates();
    }

    @Test
    void digestWhenTextIsNotUnicodeThenRefused() {
        Display broken = displayWith("clientName", "\uD83D");

        assertThatIllegalArgumentException().isThrownBy(broken::digest);
    }

    @Test
    void scopesWhenListChangesLaterThenUntouched() {
        List<String> scopes = new ArrayList<>(List.of("a"));
        Display display = displayWith("scopes", scopes);

        scopes.add("b");

        assertThat(display.scopes()).containsExactly("a");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> display.scopes().add("c"));
    }

    private static String digestOfFirst(String locale, String clientName) {
        Object[] values = VALUES.clone();
        values[0] = locale;
        values[1] = clientName;
        return display(values).digest();
    }

    private static Display displayWith(String component, Object value) {
        Object[] values = VALUES.clone();
        values[components().toList().indexOf(component)] = value;
        return display(values);
    }

    private static Display display(Object... values) {
        try {
            Class<?>[] types = COMPONENTS.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
            return Display.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Display has other components than the " + Arrays.toString(values), e);
        }
    }
}
