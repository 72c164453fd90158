package io.github.consentgrants.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.sessions.AuthenticationSessionModel;

class GuardedProtocolsTest {
    private final AuthenticationSessionModel tab = mock(AuthenticationSessionModel.class, RETURNS_DEEP_STUBS);

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"openid-connect", "saml", "docker-v2"})
    void includeWhenAGuardStandsThereOrThereIsNoneThenTrue(String protocol) {
        when(tab.getProtocol()).thenReturn(protocol);
        assertThat(GuardedProtocols.include(tab)).isTrue();
    }

    @Test
    void includeWhenAnotherExtensionsThenFalse() {
        when(tab.getProtocol()).thenReturn("cas");
        assertThat(GuardedProtocols.include(tab)).isFalse();
    }
}
