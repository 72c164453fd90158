package io.github.consentgrants.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ChoiceFormat;
import java.text.Format;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page's texts in every language. */
class MessagesTest {
    private static final Path BUNDLES = Path.of("themes/theme-resources/messages");
    private static final Path TEMPLATES = Path.of("themes/theme-resources/templates");
    private static final Path SOURCES = Path.of("src/main/java/io/github/consentgrants");
    private static final Pattern KEY = Pattern.compile("\"(consentGrant[A-Z][\\w.]*)\"");

    /** Prefixes whose last part is made at run time, with the values that it can have. */
    private static final List<List<String>> MADE = List.of(
            List.of("consentGrantNotice.", "expired", "changed", "interrupted", "timed_out", "answered"),
            List.of("consentGrantChanged.", "wording", "client", "account", "redirect", "access", "lifetime"),
            List.of("consentGrantRedirect.", "insecure", "device", "app"),
            List.of("consentGrantDuration.", "days", "hours", "minutes", "seconds"),
            List.of("consentGrantDetails.", "actions", "locations", "datatypes", "identifier", "privileges"),
            List.of(
                    "consentGrantPayment",
                    ".title",
                    ".amount",
                    ".payee",
                    ".to",
                    ".from",
                    ".reference",
                    ".initiate",
                    ".status",
                    ".cancel"),
            List.of("consentGrantMineState.", "granted", "consumed", "redeemed", "denied", "expired", "revoked"),
            List.of("consentGrantMineGives.", "nothing", "unused", "code", "online", "offline", "access"),
            List.of("consentGrantMineNotice.", "taken", "again", "notfound", "impersonated", "unavailable"),
            List.of("consentGrantAccounts", ".title", ".list_accounts", ".read_balances", ".read_transactions"));

    @Test
    void bundlesWhenListedThenThese() throws IOException {
        assertThat(bundles())
                .containsExactlyInAnyOrder("ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt_BR", "zh_CN");
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void keysWhenComparedWithEnglishThenTheSame(String bundle) throws IOException {
        assertThat(load(bundle).stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(load("en").stringPropertyNames());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void textsWhenReadThenNoneIsBlankOrLeftInEnglish(String bundle) throws IOException {
        Properties texts = load(bundle);
        Properties english = load("en");
        List<String> same = texts.stringPropertyNames().stream()
                .filter(key -> texts.getProperty(key).equals(english.getProperty(key)))
                .sorted()
                .toList();

        assertThat(texts.values()).allSatisfy(text -> assertThat((String) text).isNotBlank());
        // Words that two languages share.
        assertThat(bundle.equals("en") ? List.<String>of() : same).hasSizeLessThan(5);
    }

    /** A single apostrophe hides what follows it from MessageFormat: the placeholder, or the apostrophe itself. */
    @ParameterizedTest
    @MethodSource("bundles")
    void patternsWhenParsedThenValidAndNoneHasAnApostrophe(String bundle) throws IOException {
        Locale locale = Locale.forLanguageTag(bundle.replace('_', '-'));

        assertThat(load(bundle)).allSatisfy((key, text) -> {
            String pattern = (String) text;
            assertThat(pattern).as("%s", key).doesNotContain("'");
            assertThat(new MessageFormat(pattern, locale).format(new Object[] {7L}))
                    .doesNotContain("{0");
        });
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void placeholdersWhenComparedWithEnglishThenTheSame(String bundle) throws IOException {
        Properties texts = load(bundle);

        load("en")
                .forEach((key, text) -> assertThat(
                                texts.getProperty((String) key).contains("{0"))
                        .as("%s", key)
                        .isEqualTo(((String) text).contains("{0")));
    }

    /** One, two, a few and many: no number may be lost in a plural form. */
    @ParameterizedTest
    @MethodSource("bundles")
    void durationsWhenFormattedThenTheNumberIsSaidOrOneOfTheWordsForIt(String bundle) throws IOException {
        Properties texts = load(bundle);
        Locale locale = Locale.forLanguageTag(bundle.replace('_', '-'));
        for (String unit : List.of("days", "hours", "minutes", "seconds")) {
            String pattern = texts.getProperty("consentGrantDuration." + unit);
            for (long number : new long[] {3, 5, 10, 11, 90, 120}) {
                String text = new MessageFormat(pattern, locale).format(new Object[] {number});
                assertThat(text).as(unit).containsPattern("\\p{Nd}");
            }
            for (Format format : new MessageFormat(pattern, locale).getFormatsByArgumentIndex()) {
                assertThat(format == null || format instanceof ChoiceFormat).isTrue();
            }
        }
    }

    @Test
    void keysWhenUsedThenThereAndWhenThereThenUsed() throws IOException {
        Set<String> used = new TreeSet<>(made().toList());
        for (Path root : List.of(
                TEMPLATES, SOURCES.resolve("details"), SOURCES.resolve("display"), SOURCES.resolve("request"))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    used.addAll(KEY.matcher(Files.readString(file))
                            .results()
                            .map(match -> match.group(1))
                            .filter(key ->
                                    MADE.stream().noneMatch(made -> made.get(0).equals(key)))
                            .collect(Collectors.toSet()));
                }
            }
        }
        used.remove("consentGrantStopped.text");

        assertThat(load("en").stringPropertyNames()).containsExactlyInAnyOrderElementsOf(used);
    }

    private static Stream<String> made() {
        return MADE.stream().flatMap(made -> made.stream().skip(1).map(value -> made.get(0) + value));
    }

    static List<String> bundles() throws IOException {
        try (Stream<Path> files = Files.list(BUNDLES)) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.substring("messages_".length(), name.length() - ".properties".length()))
                    .toList();
        }
    }

    private static Properties load(String bundle) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(BUNDLES.resolve("messages_" + bundle + ".properties"))) {
            texts.load(reader);
        }
        return texts;
    }
}
