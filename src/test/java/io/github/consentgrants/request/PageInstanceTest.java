package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.sessions.AuthenticationSessionModel;

class PageInstanceTest {
    private static final String NOTE = "consent-grant.page";
    private static final PageInstance PAGE =
            new PageInstance("01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f", "pt-BR", "c".repeat(64));

    private final Map<String, String> authNotes = new HashMap<>();
    private final AuthenticationSessionModel authSession = mock(AuthenticationSessionModel.class);
    private final ConsentRequest request = new ConsentRequest(null, authSession, null, null);

    @BeforeEach
    void keepAuthNotes() {
        when(authSession.getAuthNote(anyString())).thenAnswer(call -> authNotes.get(call.<String>getArgument(0)));
        doAnswer(call -> authNotes.put(call.getArgument(0), call.getArgument(1)))
                .when(authSession)
                .setAuthNote(anyString(), anyString());
    }

    @Test
    void ofWhenRememberedThenSame() {
        PAGE.remember(request);

        assertThat(PageInstance.of(request)).contains(PAGE);
    }

    /** A client note would be inherited by forks, restarts and the client session. */
    @Test
    void rememberWhenCalledThenInOneAuthNoteAndNowhereElse() {
        PAGE.remember(request);

        assertThat(authNotes)
                .containsExactly(Map.entry(NOTE, "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f pt-BR " + "c".repeat(64)));
        verify(authSession, never()).setClientNote(anyString(), anyString());
        verify(authSession, never()).setUserSessionNote(anyString(), anyString());
    }

    @Test
    void ofWhenALaterPageIsRememberedThenOnlyThatOne() {
        PAGE.remember(request);
        PageInstance later = new PageInstance("later", "en", "c");
        later.remember(request);

        assertThat(PageInstance.of(request)).contains(later);
    }

    @Test
    void ofWhenNothingIsRememberedThenNone() {
        assertThat(PageInstance.of(request)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id", "id en", "id en binding more", "id en binding "})
    void ofWhenNoteIsNotOneOfOursThenNone(String note) {
        authNotes.put(NOTE, note);

        assertThat(PageInstance.of(request)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "pt-BR", "zh-Hans-TW", "de-CH-1996", "und", "he"})
    void toLocaleWhenWrittenAsALanguageTagThenSameLocale(String tag) {
        Locale locale = Locale.forLanguageTag(tag);

        assertThat(new PageInstance("id", locale.toLanguageTag(), "c").toLocale())
                .isEqualTo(locale);
    }
}
