package io.github.consentgrants.guard.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovedNotesTest {
    private static final Map<String, String> NOTES =
            Map.of("claims", "{}", "iss", "http://localhost", "an extension's", "a b", "scope", "openid");

    private final ApprovedNotes approved = ApprovedNotes.of(NOTES, NOTES.keySet());

    private static Map<String, String> with(String name, String value) {
        Map<String, String> notes = new HashMap<>(NOTES);
        notes.put(name, value);
        return notes;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"clientId", "startedAt", "something that Keycloak notes some day", "level-of-authentication"})
    void areInWhenKeycloakNotesSomethingThenStill(String name) {
        assertThat(approved.areIn(with(name, "value"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "claims, other",
        "iss, other",
        "an extension's, other",
        "authorization_details, []",
        "resource, urn:other",
        "acr_values, 2",
        "client_request_param_any, value",
    })
    void areInWhenARequestNotesSomethingElseThenNot(String name, String value) {
        assertThat(approved.areIn(with(name, value))).isFalse();
    }

    @Test
    void areInWhenANoteIsGoneThenNot() {
        Map<String, String> notes = new HashMap<>(NOTES);
        notes.remove("claims");
        assertThat(approved.areIn(notes)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scope", "state", "nonce", "redirect_uri", "code_challenge", "prompt", "ui_locales"})
    void areInWhenItHasNoEffectOnTokensThenStill(String name) {
        assertThat(approved.areIn(with(name, "other"))).isTrue();
    }

    @Test
    void decodedWhenEncodedThenTheSame() {
        assertThat(ApprovedNotes.decoded(approved.digest(), approved.encodedNames()))
                .isEqualTo(approved);
        ApprovedNotes nothing = ApprovedNotes.of(Map.of(), Set.of());
        assertThat(ApprovedNotes.decoded(nothing.digest(), nothing.encodedNames()))
                .isEqualTo(nothing);
    }

    @Test
    void decodedWhenNothingWasKeptThenInNoSession() {
        assertThat(ApprovedNotes.decoded("", "").areIn(NOTES)).isFalse();
    }
}
