package io.github.consentgrants.display;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.Theme;

/** The login theme of a request, which Keycloak finds out anew each time that it is asked for. */
public final class LoginTheme {
    private static final String ATTRIBUTE = LoginTheme.class.getName();

    private LoginTheme() {}

    /**
     * Returns the theme of the request's realm and client.
     *
     * @throws IOException if it cannot be read
     */
    public static Theme of(KeycloakSession session) throws IOException {
        @Nullable Theme known = session.getAttribute(ATTRIBUTE, Theme.class);
        if (known != null) {
            return known;
        }
        Theme theme = session.theme().getTheme(Theme.Type.LOGIN);
        session.setAttribute(ATTRIBUTE, theme);
        return theme;
    }
}
