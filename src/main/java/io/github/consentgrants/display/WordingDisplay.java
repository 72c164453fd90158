package io.github.consentgrants.display;

/**
 * The page's own texts.
 *
 * @param locale language tag of the texts
 * @param version digest of the page's texts in this language, with the realm's own ones, and the name of the theme
 * @param title heading of the page, with the client's name in it
 */
public record WordingDisplay(String locale, String version, String title) {
    static WordingDisplay of(Texts texts, ClientDisplay client) {
        return new WordingDisplay(
                texts.locale().toLanguageTag(),
                texts.version(),
                texts.get("consentGrantTitle", Texts.isolated(client.name())));
    }
}
