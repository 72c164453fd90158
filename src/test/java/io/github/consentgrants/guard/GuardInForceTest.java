package io.github.consentgrants.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.flow.ConsentGrantAuthenticatorFactory;
import io.github.consentgrants.guard.code.GuardedDockerProtocolFactory;
import io.github.consentgrants.guard.code.GuardedLoginProtocolFactory;
import io.github.consentgrants.guard.code.GuardedSamlProtocolFactory;
import io.github.consentgrants.guard.entry.AuthorizationRequestCheckFactory;
import io.github.consentgrants.guard.entry.GuardedCibaEndpointFactory;
import io.github.consentgrants.guard.entry.GuardedParEndpointFactory;
import io.github.consentgrants.guard.entry.GuardedUserCodeFactory;
import io.github.consentgrants.guard.registration.GuardedRegistrationFactory;
import io.github.consentgrants.guard.token.GuardedCodeGrantTypeFactory;
import io.github.consentgrants.guard.token.GuardedGrantTypeFactory;
import io.github.consentgrants.guard.token.GuardedRefreshTokenFactory;
import io.github.consentgrants.guard.use.GuardedIntrospectionFactory;
import io.github.consentgrants.page.ConsentGrantRequiredActionFactory;
import io.github.consentgrants.store.ConsentGrantStore;
import io.github.consentgrants.store.ConsentGrantStoreFactory;
import io.github.consentgrants.store.jpa.JpaConsentGrantStoreFactory;
import io.github.consentgrants.token.GrantIdProcessorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.OAuth2DeviceUserCodeProvider;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProvider;
import org.keycloak.protocol.oidc.ext.OIDCExtProvider;
import org.keycloak.protocol.oidc.grants.ClientCredentialsGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeFactory;
import org.keycloak.protocol.oidc.grants.RefreshTokenGrantTypeFactory;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProvider;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.services.clientregistration.ClientRegistrationProvider;

class GuardInForceTest {
    private final KeycloakSessionFactory factory = mock(KeycloakSessionFactory.class);
    private final GuardInForce guard = new GuardInForce(factory);
    private final List<OAuth2GrantTypeFactory> grantTypes = new ArrayList<>();

    /** A place, by the names that server options use. */
    record Place(String spi, Class<? extends Provider> type, ProviderFactory<?> ours) {
        @Override
        public String toString() {
            return spi + " " + ours.getId();
        }
    }

    static Stream<Place> needed() {
        return Stream.of(
                new Place("login-protocol", LoginProtocol.class, new GuardedLoginProtocolFactory()),
                new Place("login-protocol", LoginProtocol.class, new GuardedSamlProtocolFactory()),
                new Place("oauth2-grant-type", OAuth2GrantType.class, new GuardedCodeGrantTypeFactory()),
                new Place(
                        "auth-endpoint-check",
                        AuthorizationEndpointCheckProvider.class,
                        new AuthorizationRequestCheckFactory()),
                new Place("refresh-token", RefreshTokenProvider.class, new GuardedRefreshTokenFactory.DefaultFactory()),
                new Place(
                        "oauth2-token-introspection",
                        TokenIntrospectionProvider.class,
                        new GuardedIntrospectionFactory.AccessTokenFactory()),
                new Place(
                        "oauth2-token-introspection",
                        TokenIntrospectionProvider.class,
                        new GuardedIntrospectionFactory.RefreshTokenFactory()),
                new Place("token-interceptor", TokenPostProcessor.class, new GrantIdProcessorFactory()),
                new Place("required-action", RequiredActionProvider.class, new ConsentGrantRequiredActionFactory()),
                new Place("authenticator", Authenticator.class, new ConsentGrantAuthenticatorFactory()));
    }

    /** Absent where a feature of Keycloak's is off. */
    static Stream<Place> optional() {
        return Stream.of(
                new Place("login-protocol", LoginProtocol.class, new GuardedDockerProtocolFactory()),
                new Place("oauth2-grant-type", OAuth2GrantType.class, new GuardedGrantTypeFactory.PasswordFactory()),
                new Place("oauth2-grant-type", OAuth2GrantType.class, new GuardedGrantTypeFactory.DeviceCodeFactory()),
                new Place("oauth2-grant-type", OAuth2GrantType.class, new GuardedGrantTypeFactory.CibaFactory()),
                new Place(
                        "oauth2-grant-type", OAuth2GrantType.class, new GuardedGrantTypeFactory.TokenExchangeFactory()),
                new Place("oauth2-grant-type", OAuth2GrantType.class, new GuardedGrantTypeFactory.JwtBearerFactory()),
                new Place(
                        "oauth2-grant-type",
                        OAuth2GrantType.class,
                        new GuardedGrantTypeFactory.PreAuthorizedCodeFactory()),
                new Place("oauth2-grant-type", OAuth2GrantType.class, new GuardedGrantTypeFactory.UmaTicketFactory()),
                new Place(
                        "client-registration",
                        ClientRegistrationProvider.class,
                        new GuardedRegistrationFactory.DefaultFactory()),
                new Place(
                        "client-registration",
                        ClientRegistrationProvider.class,
                        new GuardedRegistrationFactory.OidcFactory()),
                new Place(
                        "refresh-token",
                        RefreshTokenProvider.class,
                        new GuardedRefreshTokenFactory.CredentialFactory()),
                new Place("openid-connect-ext", OIDCExtProvider.class, new GuardedParEndpointFactory()),
                new Place("openid-connect-ext", OIDCExtProvider.class, new GuardedCibaEndpointFactory()),
                new Place("oauth2-device-user-code", OAuth2DeviceUserCodeProvider.class, new GuardedUserCodeFactory()));
    }

    static Stream<Place> all() {
        return Stream.concat(needed(), optional());
    }

    @BeforeEach
    void ours() {
        all().forEach(place -> put(place, place.ours()));
        grantTypes.add(new ClientCredentialsGrantTypeFactory());
        grantTypes.add(new RefreshTokenGrantTypeFactory());
        store(new JpaConsentGrantStoreFactory());
        when(factory.getProviderFactoriesStream(any()))
                .thenAnswer(call -> call.getArgument(0) == OAuth2GrantType.class ? grantTypes.stream() : null);
    }

    private void put(Place place, ProviderFactory<?> inForce) {
        when(factory.getProviderFactory(place.type(), place.ours().getId())).thenAnswer(call -> inForce);
        if (inForce instanceof OAuth2GrantTypeFactory grantType) {
            grantTypes.add(grantType);
        }
    }

    private void store(ConsentGrantStoreFactory store) {
        when(factory.getProviderFactory(ConsentGrantStore.class)).thenReturn(store);
    }

    @Test
    void requireWhenAllAreOursThenStarts() {
        assertThatCode(guard::require).doesNotThrowAnyException();
        assertThat(guard.unknownGrantTypes()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("needed")
    void requireWhenOneIsSwitchedOffThenStopsAndNamesIt(Place place) {
        put(place, null);
        assertThatIllegalStateException()
                .isThrownBy(guard::require)
                .withMessageContaining("the provider " + place.ours().getId() + " of " + place.spi() + " is missing");
    }

    @ParameterizedTest
    @MethodSource("optional")
    void requireWhenAFeatureIsOffThenStarts(Place place) {
        put(place, null);
        assertThatCode(guard::require).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("all")
    void requireWhenOneIsAnothersThenStopsAndNamesIt(Place place) {
        ProviderFactory<?> another = mock(ProviderFactory.class);
        put(place, another);
        assertThatIllegalStateException()
                .isThrownBy(guard::require)
                .withMessageContaining("the provider " + place.ours().getId() + " of " + place.spi() + " is "
                        + another.getClass().getName());
    }

    @Test
    void requireWhenSeveralAreSwitchedOffThenAllAreInOneLine() {
        needed().forEach(place -> put(place, null));
        store(null);
        assertThat(guard.broken()).hasSize((int) needed().count() + 1);
        assertThatIllegalStateException()
                .isThrownBy(guard::require)
                .satisfies(e -> assertThat(e.getMessage())
                        .doesNotContain("\n")
                        .contains("auth-endpoint-check", "consent-grant-store"));
    }

    @Test
    void requireWhenTheStoreIsAnothersThenStarts() {
        store(mock(ConsentGrantStoreFactory.class));
        assertThatCode(guard::require).doesNotThrowAnyException();
    }

    /** What is checked by one that is switched off is not checked: several do it, each before the server is ready. */
    @Test
    void postInitWhenOneIsSwitchedOffThenAnyOtherStopsTheStart() {
        put(
                needed().filter(place -> place.spi().equals("auth-endpoint-check"))
                        .findFirst()
                        .orElseThrow(),
                null);
        List.of(
                        new GuardedLoginProtocolFactory(),
                        new GuardedSamlProtocolFactory(),
                        new GuardedDockerProtocolFactory(),
                        new GuardedCodeGrantTypeFactory(),
                        new GuardedParEndpointFactory(),
                        new GuardedCibaEndpointFactory(),
                        new GuardedRefreshTokenFactory.DefaultFactory(),
                        new GuardedRefreshTokenFactory.CredentialFactory(),
                        new GuardedUserCodeFactory(),
                        new GuardedRegistrationFactory.DefaultFactory(),
                        new GuardedRegistrationFactory.OidcFactory())
                .forEach(ours -> assertThatIllegalStateException()
                        .as(ours.getClass().getName())
                        .isThrownBy(() -> ours.postInit(factory))
                        .withMessageContaining("auth-endpoint-check"));
    }

    @Test
    void unknownGrantTypesWhenOneIsNewThenNamedAndTheServerStarts() {
        OAuth2GrantTypeFactory another = mock(OAuth2GrantTypeFactory.class);
        when(another.getId()).thenReturn("urn:example:another");
        grantTypes.add(another);
        assertThat(guard.unknownGrantTypes()).containsExactly("urn:example:another");
        assertThatCode(guard::require).doesNotThrowAnyException();
    }
}
