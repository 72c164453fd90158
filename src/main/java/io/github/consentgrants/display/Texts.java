package io.github.consentgrants.display;

import io.github.consentgrants.details.Labels;
import io.github.consentgrants.grant.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Bidi;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/** The login theme's messages in one language, with the realm's own ones over them. */
final class Texts implements Labels {
    private static final String FIRST_STRONG_ISOLATE = "\u2068";
    private static final String POP_ISOLATE = "\u2069";

    /** Stands for a parameter while its place is sought: an isolate with nothing in it, which no text of others has. */
    private static final String PLACE = FIRST_STRONG_ISOLATE + POP_ISOLATE;

    private static final String BUNDLE = "/theme-resources/messages/messages_en.properties";

    /** Every key of the page: what the English bundle, which is complete, has. */
    private static final List<String> KEYS = keys();

    private static final int MAX_DURATIONS = 100;

    private static final ThemeCache<Texts> CACHE = new ThemeCache<>();

    private final Properties messages;
    private final Locale locale;
    private final String version;
    private final Map<Long, String> durations = new ConcurrentHashMap<>();

    Texts(Properties messages, Locale locale, String theme) {
        this.messages = messages;
        this.locale = locale;
        this.version = version(messages, theme);
    }

    static Texts of(KeycloakSession session, RealmModel realm, Locale locale) {
        try {
            Theme theme = LoginTheme.of(session);
            return CACHE.get(theme, realm, locale, () -> merged(theme, realm, locale), merged -> true);
        } catch (IOException e) {
            throw new UncheckedIOException("The login theme cannot be read", e);
        }
    }

    private static Texts merged(Theme theme, RealmModel realm, Locale locale) {
        try {
            return new Texts(theme.getEnhancedMessages(realm, locale), locale, theme.getName());
        } catch (IOException e) {
            throw new UncheckedIOException("The login theme's messages cannot be read", e);
        }
    }

    private static String version(Properties messages, String theme) {
        List<@Nullable String> texts = new ArrayList<>();
        texts.add(theme);
        KEYS.forEach(key -> texts.add(messages.getProperty(key)));
        return Digests.sha256Hex("consent-grants/wording/v1", texts);
    }

    private static List<String> keys() {
        try (@Nullable InputStream bundle = Texts.class.getResourceAsStream(BUNDLE)) {
            Properties english = new Properties();
            if (bundle != null) {
                english.load(bundle);
            }
            return english.stringPropertyNames().stream().sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text of others within a sentence: its direction must not reach beyond it (FSI and PDI, Unicode UAX 9). */
    static String isolated(String text) {
        return FIRST_STRONG_ISOLATE + text + POP_ISOLATE;
    }

    Locale locale() {
        return locale;
    }

    /** Returns a digest of the page's texts in this language, with the realm's own ones, and of the name of the theme. */
    String version() {
        return version;
    }

    @Override
    public String get(String key, Object... arguments) {
        return format(messages.getProperty(key, key), arguments);
    }

    /** A text that an administrator wrote, as the stock page treats it: {@code ${key}} is looked up, others are taken as is. */
    String resolve(String text) {
        return isKey(text) ? format(pattern(text)) : text;
    }

    /**
     * The same with a parameter, which is appended if the text has no place for it: it must be seen.
     *
     * @param parameter harmless already
     * @return the text, made harmless, with the parameter in it
     */
    String resolveWith(String text, String parameter) {
        String pattern = pattern(text).replace(FIRST_STRONG_ISOLATE, "\uFFFD").replace(POP_ISOLATE, "\uFFFD");
        String formatted = format(pattern, PLACE);
        String shown = SafeText.shown(formatted.contains(PLACE) ? formatted : formatted + ": " + PLACE);
        return shown.replace(PLACE, requiresBidi(shown) ? isolated(parameter) : embedded(parameter));
    }

    /** Text of others beside text from left to right: isolated if it could reorder it. */
    static String embedded(String text) {
        return requiresBidi(text) ? isolated(text) : text;
    }

    private static boolean requiresBidi(String text) {
        // The isolates themselves would count as text that is to be reordered.
        char[] characters = text.replace(PLACE, "").toCharArray();
        return Bidi.requiresBidi(characters, 0, characters.length);
    }

    private String pattern(String text) {
        if (!isKey(text)) {
            return text;
        }
        String key = text.substring(2, text.length() - 1);
        return messages.getProperty(key, key);
    }

    private static boolean isKey(String text) {
        return text.startsWith("${") && text.endsWith("}");
    }

    /** A duration in words, of which a realm has a handful: choosing between singular and plural costs more than the page's JSON. */
    String duration(long seconds) {
        if (durations.size() >= MAX_DURATIONS) {
            durations.clear();
        }
        return durations.computeIfAbsent(seconds, missing -> Durations.inWords(seconds, this));
    }

    /** An administrator's broken pattern is shown as it is: better an odd text than no page. */
    private String format(String pattern, Object... arguments) {
        if (pattern.indexOf('{') < 0 && pattern.indexOf('\'') < 0) {
            return pattern;
        }
        try {
            return new MessageFormat(Apostrophes.doubled(pattern), locale).format(arguments);
        } catch (IllegalArgumentException e) {
            return pattern;
        }
    }
}
