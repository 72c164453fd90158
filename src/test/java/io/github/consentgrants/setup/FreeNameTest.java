package io.github.consentgrants.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class FreeNameTest {
    private static final String ENDING = " with consent grant";

    @Test
    void nameWhenTakenThenWithANumber() {
        Set<String> taken = Set.of("a with consent grant", "a with consent grant 2");
        assertThat(FreeName.of("b", ENDING, taken::contains)).isEqualTo("b with consent grant");
        assertThat(FreeName.of("a", ENDING, taken::contains)).isEqualTo("a with consent grant 3");
    }

    @Test
    void nameWhenOfACopyThenTheEndingIsThereOnce() {
        assertThat(FreeName.of("a" + ENDING, ENDING, name -> name.equals("a" + ENDING)))
                .isEqualTo("a" + ENDING + " 2");
    }

    @Test
    void nameWhenLongThenItFitsAndNoCharacterIsCut() {
        String name = FreeName.of("x" + "\uD83D\uDE00".repeat(200), ENDING, taken -> false);
        assertThat(name).hasSizeLessThanOrEqualTo(240).endsWith(ENDING);
        assertThat(name.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }
}
