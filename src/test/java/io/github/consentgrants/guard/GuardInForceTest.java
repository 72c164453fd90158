package io.github.consentgrants.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.LoginProtocolFactory;
import org.keycloak.protocol.oidc.OIDCLoginProtocolFactory;
import org.keycloak.protocol.oidc.grants.AuthorizationCodeGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.ClientCredentialsGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeFactory;
import org.keycloak.protocol.oidc.grants.RefreshTokenGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantTypeFactory;

class GuardInForceTest {
    private final KeycloakSessionFactory factory = mock(KeycloakSessionFactory.class);
    private final GuardInForce guard = new GuardInForce(factory);
    private final List<OAuth2GrantTypeFactory> grantTypes = new ArrayList<>();

    @BeforeEach
    void ours() {
        protocol(new GuardedLoginProtocolFactory());
        grantType(new GuardedCodeGrantTypeFactory());
        grantType(new GuardedGrantTypeFactory.PasswordFactory());
        grantType(new ClientCredentialsGrantTypeFactory());
        grantType(new RefreshTokenGrantTypeFactory());
        when(factory.getProviderFactoriesStream(any()))
                .thenAnswer(call -> call.getArgument(0) == OAuth2GrantType.class ? grantTypes.stream() : null);
    }

    private void protocol(LoginProtocolFactory protocol) {
        when(factory.getProviderFactory(LoginProtocol.class, "openid-connect")).thenReturn(protocol);
    }

    private void grantType(OAuth2GrantTypeFactory grantType) {
        when(factory.getProviderFactory(OAuth2GrantType.class, grantType.getId()))
                .thenReturn(grantType);
        grantTypes.add(grantType);
    }

    @Test
    void requireWhenOursAndFeaturesAreOffThenStarts() {
        assertThatCode(guard::require).doesNotThrowAnyException();
        assertThat(guard.unknownGrantTypes()).isEmpty();
    }

    @Test
    void requireWhenTheProtocolIsAnothersThenStopsAndNamesIt() {
        protocol(new OIDCLoginProtocolFactory());
        assertThatIllegalStateException()
                .isThrownBy(guard::require)
                .withMessageContaining("openid-connect (org.keycloak.protocol.oidc.OIDCLoginProtocolFactory)");
    }

    @Test
    void requireWhenTheProtocolIsMissingThenStops() {
        protocol(null);
        assertThatIllegalStateException().isThrownBy(guard::require);
    }

    @Test
    void requireWhenAGrantTypeIsAnothersThenStopsAndNamesIt() {
        grantType(new AuthorizationCodeGrantTypeFactory());
        grantType(new ResourceOwnerPasswordCredentialsGrantTypeFactory());
        assertThat(guard.replaced())
                .containsExactlyInAnyOrder(
                        "authorization_code (" + AuthorizationCodeGrantTypeFactory.class.getName() + ")",
                        "password (" + ResourceOwnerPasswordCredentialsGrantTypeFactory.class.getName() + ")");
        assertThatIllegalStateException().isThrownBy(guard::require);
    }

    @Test
    void unknownGrantTypesWhenOneIsNewThenNamedAndTheServerStarts() {
        OAuth2GrantTypeFactory another = mock(OAuth2GrantTypeFactory.class);
        when(another.getId()).thenReturn("urn:example:another");
        grantType(another);
        assertThat(guard.unknownGrantTypes()).containsExactly("urn:example:another");
        assertThatCode(guard::require).doesNotThrowAnyException();
    }
}
