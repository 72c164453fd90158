package io.github.consentgrants.display;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.util.ResolveRelative;

/**
 * What the page of a stopped sign-in shows.
 *
 * @param title of the window
 * @param text what happened
 * @param backUri http(s) address of the application, or null if it has none
 */
public record StoppedDisplay(
        String title, String text, @Nullable String backUri) {
    public StoppedDisplay {
        title = SafeText.shown(title);
        text = SafeText.shown(text);
    }

    /** Makes the display for a client, with the message {@code key}. */
    public static StoppedDisplay of(KeycloakSession session, ClientModel client, Locale locale, String key) {
        Texts texts = Texts.of(session, client.getRealm(), locale);
        String name = ClientDisplay.of(client, texts).name();
        return new StoppedDisplay(
                texts.get("consentGrantStopped"),
                texts.get(key, Texts.isolated(name)),
                ClientDisplay.webAddress(
                        ResolveRelative.resolveRelativeUri(session, client.getRootUrl(), client.getBaseUrl())));
    }
}
