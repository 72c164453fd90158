package io.github.consentgrants.page;

import io.github.consentgrants.display.LoginTheme;
import io.github.consentgrants.display.ThemeCache;
import io.github.consentgrants.gate.ProviderIds;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.forms.login.freemarker.FreeMarkerLoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.Theme;

/**
 * Keycloak's own forms, with the theme's resources cached: to make them anew for each page is a third of what a page
 * costs. Keycloak's code makes them once, in forms that hold nothing of a request yet (docs/adr/0045).
 */
final class CachingForms extends FreeMarkerLoginFormsProvider {
    private static final ThemeCache<Resources> CACHE = new ThemeCache<>();
    private static final String SCRIPTS = "scripts";
    private static final Set<String> READ = Set.of("msg", "properties");

    private CachingForms(KeycloakSession session) {
        super(session);
    }

    private record Resources(Properties messages, Map<String, Object> attributes) {
        Resources {
            attributes = Map.copyOf(attributes);
        }

        /** Keycloak's forms log that a theme cannot be read, and go on without what it has. */
        boolean isWhole() {
            return attributes.keySet().containsAll(READ);
        }
    }

    /**
     * Returns the caching form of the context. Where another extension has replaced Keycloak's forms, returns theirs,
     * which may do more.
     */
    static LoginFormsProvider of(RequiredActionContext context) {
        KeycloakSession session = context.getSession();
        if (session.getProvider(LoginFormsProvider.class).getClass() != FreeMarkerLoginFormsProvider.class) {
            return context.form();
        }
        String code = context.generateCode();
        return new CachingForms(session)
                .setAuthenticationSession(context.getAuthenticationSession())
                .setUser(context.getUser())
                .setActionUri(context.getActionUrl(code))
                .setExecution(ProviderIds.ACTION)
                .setClientSessionCode(code);
    }

    @Override
    protected Theme getTheme() throws IOException {
        return LoginTheme.of(session);
    }

    @Override
    protected Properties handleThemeResources(Theme theme, Locale locale) {
        Resources resources = CACHE.get(
                theme, realm, locale, () -> new CachingForms(session).resources(theme, locale), Resources::isWhole);
        attributes.putAll(resources.attributes());
        return resources.messages();
    }

    private Resources resources(Theme theme, Locale locale) {
        Properties messages = super.handleThemeResources(theme, locale);
        Map<String, Object> ofTheme = new HashMap<>(attributes);
        ofTheme.remove(SCRIPTS);
        return new Resources(messages, ofTheme);
    }
}
