package io.github.consentgrants.guard.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnNotesTest {
    /** Written as Keycloak keeps them: another name in a later version is to be noticed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "consent-grant.approved",
                "clientId",
                "startedAt",
                "userSessionStartedAt",
                "userSessionRememberMe",
                "SSO_AUTH",
                "session_consent",
                "level-of-authentication",
                "refreshTokenPrefix",
                "refreshTokenPrefixreuse id",
                "refreshTokenUsePrefix",
                "refreshTokenLastRefreshPrefix",
                "token_exchange_subject_client-of-another"
            })
    void includeWhenItIsAboutTheSessionThenTrue(String name) {
        assertThat(OwnNotes.include(name)).isTrue();
    }

    /** What a request brings, and what looks like a note of the session without being one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "claims",
                "scope",
                "authorization_details",
                "acr_values",
                "nonce",
                "iss",
                "client_request_param_clientId",
                "clientId2",
                "started",
                "STARTEDAT",
                "consent-grant.approved2",
                "level-of-authentication-2",
                ""
            })
    void includeWhenARequestBringsItThenFalse(String name) {
        assertThat(OwnNotes.include(name)).isFalse();
    }
}
