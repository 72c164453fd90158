package io.github.consentgrants.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.ClientModel;

class ClientDisplayTest {
    private final Texts texts = new Texts(new Properties(), Locale.ENGLISH, "keycloak.v2");

    @ParameterizedTest
    @CsvSource({
        "https://shop.example/client.json, openid-connect, shop.example",
        "https://bank.example@shop.example:8443/client.json, openid-connect, shop.example:8443",
        "https://bänk.example/client.json, openid-connect, xn--bnk-qla.example",
        "http://localhost:8180/client.json, openid-connect, localhost:8180",
        "https://shop.example/metadata, saml,",
        "httpsshop, openid-connect,",
        "shop, openid-connect,"
    })
    void ofWhenIdIsAnAddressThenItsHostIsShownWithAWarning(String id, String protocol, String host) {
        ClientModel client = mock(ClientModel.class);
        when(client.getClientId()).thenReturn(id);
        when(client.getProtocol()).thenReturn(protocol);

        ClientDisplay shown = ClientDisplay.of(client, texts);

        assertThat(shown.host()).isEqualTo(host);
        assertThat(shown.selfRegistered()).isEqualTo(host != null);
    }
}
