package io.github.consentgrants.display;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.services.util.LocaleUtil;
import org.keycloak.theme.Theme;

/**
 * What is made of a theme and its messages in one language, kept for as long as all of it is the same: the theme as Keycloak's own
 * cache has it, and everything of the realm that goes into it. Keycloak merges a thousand messages for each page anew (docs/adr/0045).
 *
 * @param <T> what is made; must not refer to the theme, or to anything of a request
 */
public final class ThemeCache<T> {
    private static final int MAX_ORIGINS = 100;
    private static final String DARK_MODE = "darkMode";

    /**
     * Weak, so that a theme that Keycloak's cache has dropped is dropped here too. Without that cache, every theme is
     * dropped at once.
     */
    private final Map<Theme, Map<Origin, T>> cached = Collections.synchronizedMap(new WeakHashMap<>());

    private record Origin(
            Locale locale,
            Map<Locale, Properties> texts,
            @Nullable String darkMode) {}

    /**
     * Returns what {@code made} makes, or has made of just the same before.
     *
     * @param whole says whether something can be kept: what is missing because a theme could not be read must be read
     *     again
     */
    public T get(Theme theme, RealmModel realm, Locale locale, Supplier<T> made, Predicate<? super T> whole) {
        Map<Origin, T> ofTheme = cached.computeIfAbsent(theme, missing -> new ConcurrentHashMap<>());
        Origin origin =
                new Origin(locale, LocaleUtil.getRealmLocalizationTexts(realm, locale), realm.getAttribute(DARK_MODE));
        @Nullable T known = ofTheme.get(origin);
        if (known != null) {
            return known;
        }
        if (ofTheme.size() >= MAX_ORIGINS) {
            ofTheme.clear();
        }
        T fresh = made.get();
        if (whole.test(fresh)) {
            ofTheme.put(origin, fresh);
        }
        return fresh;
    }
}
