package io.github.consentgrants.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {
    private static final ClientDisplay CLIENT = new ClientDisplay("Shop", "shop", null, false, null, null, null);

    private final Properties messages = new Properties();
    private final Texts texts = new Texts(messages, Locale.ENGLISH, "keycloak.v2");

    @Test
    void resolveWhenKeyThenLookedUp() {
        messages.setProperty("emailScope", "Your ''email''");

        assertThat(texts.resolve("${emailScope}")).isEqualTo("Your 'email'");
        assertThat(texts.resolve("${unknown}")).isEqualTo("unknown");
        assertThat(texts.resolve("It's {0} plain")).isEqualTo("It's {0} plain");
    }

    /** A parameter that the user does not see is not approved. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Send {0} EUR | Send 1 EUR",
                "Send 100 EUR | Send 100 EUR: 1",
                "Send ${0} | Send $1",
                "${send} | Pay 1 now",
                "Broken {0 | Broken {0: 1",
                "It''s '{0}' quoted | It's {0} quoted: 1",
                "It's {0} | It's 1",
                "It's account 1 | It's account 1: 1",
                "It''s {0} | It's 1",
                "L'accès à l'application n'est '{'{0}'}' | L'accès à l'application n'est {1}",
                "Don't '{0} | Don't {0}: 1",
                "{0} and {0} | 1 and 1",
                "Add {0,number} | Add {0,number}: 1",
                "${apostrophe} | It's Alice's 1",
            })
    void resolveWithWhenThereIsAParameterThenSeen(String text, String shown) {
        messages.setProperty("send", "Pay {0} now");
        messages.setProperty("apostrophe", "It's Alice's {0}");

        assertThat(texts.resolveWith(text, "1")).isEqualTo(shown);
    }

    /** The text shows the parameter's digits by chance, and the placeholder is quoted away. */
    @Test
    void resolveWithWhenTheTextLooksLikeTheParameterThenSeenAllTheSame() {
        assertThat(texts.resolveWith("It's '{0}'", "0")).isEqualTo("It's {0}: 0");
        assertThat(texts.resolveWith("Account '{0}' of 4711", "4711")).isEqualTo("Account {0} of 4711: 4711");
    }

    /** A text from right to left must not take the words around it along, in either direction. */
    @Test
    void resolveWithWhenDirectionsMixThenIsolated() {
        assertThat(texts.resolveWith("Account {0} of 12", "\u05D0 1")).isEqualTo("Account \u2068\u05D0 1\u2069 of 12");
        assertThat(texts.resolveWith("\u05D0 {0}", "a-1")).isEqualTo("\u05D0 \u2068a-1\u2069");
        assertThat(texts.resolveWith("\u2068Account", "1")).isEqualTo("\uFFFDAccount: 1");
    }

    @Test
    void getWhenTheTextHasALoneApostropheThenItsArgumentsAreSeen() {
        messages.setProperty("title", "L'application {0} demande");

        assertThat(texts.get("title", "Shop")).isEqualTo("L'application Shop demande");
    }

    @Test
    void getWhenPatternIsBrokenThenShownAsItIs() {
        messages.setProperty("broken", "Hello {0");

        assertThat(texts.get("broken", "x")).isEqualTo("Hello {0");
    }

    /** Any of the page's texts, and the theme: each is part of what was seen. */
    @Test
    void wordingWhenATextOrTheThemeChangesThenAnotherVersion() {
        messages.setProperty("consentGrantDeny", "Deny");
        String version = version("keycloak.v2");
        messages.setProperty("doLogIn", "not of the page");
        assertThat(version("keycloak.v2")).isEqualTo(version);
        assertThat(version("other")).isNotEqualTo(version);

        messages.setProperty("consentGrantDeny", "Refuse");

        assertThat(version("keycloak.v2")).isNotEqualTo(version);
    }

    private String version(String theme) {
        return WordingDisplay.of(new Texts(messages, Locale.ENGLISH, theme), CLIENT)
                .version();
    }

    @Test
    void wordingWhenNameIsInTheTitleThenIsolated() {
        messages.setProperty("consentGrantTitle", "{0} asks");

        assertThat(WordingDisplay.of(texts, CLIENT).title()).isEqualTo("\u2068Shop\u2069 asks");
    }

    @ParameterizedTest
    @CsvSource({"1, 1 seconds", "90, 90 seconds", "60, 1 minutes", "7200, 2 hours", "86400, 1 days", "0, 0 days"})
    void inWordsWhenGivenThenLargestExactUnit(long seconds, String words) {
        for (String unit : new String[] {"days", "hours", "minutes", "seconds"}) {
            messages.setProperty("consentGrantDuration." + unit, "{0} " + unit);
        }

        assertThat(Durations.inWords(seconds, texts)).isEqualTo(words);
    }
}
