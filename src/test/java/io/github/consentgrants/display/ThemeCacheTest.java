package io.github.consentgrants.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

class ThemeCacheTest {
    private final ThemeCache<Integer> cache = new ThemeCache<>();
    private final Theme theme = mock(Theme.class);
    private final RealmModel realm = mock(RealmModel.class);
    private final AtomicInteger made = new AtomicInteger();

    @BeforeEach
    void localize() {
        texts(Map.of());
    }

    private void texts(Map<String, String> texts) {
        when(realm.getRealmLocalizationTextsByLocale("en")).thenReturn(texts);
    }

    private int get(boolean whole) {
        return cache.get(theme, realm, Locale.ENGLISH, made::incrementAndGet, value -> whole);
    }

    @Test
    void getWhenNothingChangedThenMadeOnce() {
        assertThat(get(true)).isEqualTo(1);
        assertThat(get(true)).isEqualTo(1);
    }

    @Test
    void getWhenTheThemeCouldNotBeReadThenMadeAgain() {
        assertThat(get(false)).isEqualTo(1);
        assertThat(get(true)).isEqualTo(2);
        assertThat(get(true)).isEqualTo(2);
    }

    @Test
    void getWhenTheRealmWordsSomethingAnewThenMadeAgain() {
        assertThat(get(true)).isEqualTo(1);
        texts(Map.of("consentGrantDeny", "No, thanks"));
        assertThat(get(true)).isEqualTo(2);
    }

    @Test
    void getWhenAnotherThemeThenMadeForIt() {
        assertThat(get(true)).isEqualTo(1);
        assertThat(cache.get(mock(Theme.class), realm, Locale.ENGLISH, made::incrementAndGet, value -> true))
                .isEqualTo(2);
    }
}
