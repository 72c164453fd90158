package io.github.consentgrants.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeFactory;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProviderFactory;

/** Goes red where a new Keycloak opens a path that nobody has looked at. Look, guard it, and then change the list here. */
@DisplayName("Given the class files of the Keycloak in use")
final class UpgradeCanaryIT {
    private static JavaClasses keycloak;

    @BeforeAll
    static void read() throws IOException {
        Path libraries = Path.of(System.getProperty("keycloak.home"), "lib", "lib", "main");
        try (Stream<Path> files = Files.list(libraries)) {
            List<Location> jars = files.filter(
                            file -> file.getFileName().toString().startsWith("org.keycloak."))
                    .map(file -> Location.of(URI.create("jar:" + file.toUri() + "!/")))
                    .toList();
            ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
            keycloak = new ClassFileImporter().importLocations(jars);
        } finally {
            ArchConfiguration.get().reset();
        }
        assertThat(keycloak.size()).isGreaterThan(5_000);
    }

    private static Stream<String> callers(String type, String member) {
        return keycloak.stream()
                .flatMap(caller -> caller.getAccessesFromSelf().stream())
                .filter(access -> access.getTargetOwner().getSimpleName().equals(type)
                        && access.getTarget().getName().equals(member))
                .map(JavaAccess::getOrigin)
                .map(origin -> origin.getOwner().getSimpleName() + "." + origin.getName())
                .distinct();
    }

    @Test
    @DisplayName("then a sign-in ends in these places, all of which lead to the protocol, and codes are made in one")
    void ends() {
        assertThat(callers("AuthenticationManager", "redirectAfterSuccessfulFlow"))
                .containsExactlyInAnyOrder(
                        "AuthenticationManager.redirectAfterSuccessfulFlow",
                        "AuthenticationManager.finishedRequiredActions",
                        "AuthenticationProcessor.finishAuthentication",
                        "LoginActionsService.processConsent");
        assertThat(callers("LoginProtocol", "authenticated"))
                .containsExactlyInAnyOrder("AuthenticationManager.redirectAfterSuccessfulFlow");
        assertThat(callers("OAuth2CodeParser", "persistCode"))
                .containsExactlyInAnyOrder("OIDCLoginProtocol.authenticated");
    }

    @Test
    @DisplayName("then only the passive request and the device go past the protocol that is in force")
    void protocol() {
        assertThat(callers("OIDCLoginProtocol", "<init>"))
                .containsExactlyInAnyOrder(
                        "OIDCLoginProtocolFactory.create",
                        "AuthorizationEndpoint.buildAuthorizationCodeAuthorizationResponse",
                        "DeviceEndpoint.processVerification");
    }

    @Test
    @DisplayName("then a device is approved by the protocol alone, and these ask whether a tab is about one")
    void devices() {
        assertThat(callers("DeviceGrantType", "approveOAuth2DeviceAuthorization"))
                .containsExactlyInAnyOrder("OIDCLoginProtocol.authenticated");
        assertThat(callers("DeviceGrantType", "approveUserCode"))
                .containsExactlyInAnyOrder(
                        "DeviceGrantType.approveOAuth2DeviceAuthorization",
                        "BackchannelAuthenticationCallbackEndpoint.approveRequest");
        assertThat(callers("DeviceGrantType", "isOAuth2DeviceVerificationFlow"))
                .containsExactlyInAnyOrder(
                        "AuthenticationManager.nextRequiredAction",
                        "AuthenticationManager.actionRequired",
                        "AuthenticationManager.getEffectiveGrantedConsent",
                        "AuthenticationManager.getClientScopesToApproveOnConsentScreen",
                        "DeviceGrantType.isDeviceCodeDeniedForDeviceVerificationFlow",
                        "OIDCLoginProtocol.authenticated",
                        "OIDCLoginProtocol.sendError");
    }

    @Test
    @DisplayName(
            "then only passive requests, enhanced clients, token exchange and administrators get past the SAML protocol")
    void saml() {
        assertThat(callers("SamlProtocol", "<init>"))
                .containsExactlyInAnyOrder(
                        "SamlProtocolFactory.create",
                        "SamlService.newBrowserAuthentication",
                        ".<init>", // SamlEcpProfileService, and the one with which administrators evaluate scopes
                        "TokenExchangeSamlProtocol.<init>");
        assertThat(callers("SamlService", "getOrCreateLoginSessionForIdpInitiatedSso"))
                .containsExactlyInAnyOrder(
                        "SamlService.idpInitiatedSSO",
                        "Binding.samlIdpInitiatedSSO",
                        "V1TokenExchangeProvider.exchangeClientToSAML2Client");
        assertThat(callers("DockerAuthV2Protocol", "<init>"))
                .containsExactlyInAnyOrder("DockerAuthV2ProtocolFactory.create", "DockerEndpoint.build");
    }

    @Test
    @DisplayName("then a code is redeemed in one place, and its tokens are made where the backstop stands")
    void redemption() {
        assertThat(callers("OAuth2CodeParser", "parseCode"))
                .containsExactlyInAnyOrder("AuthorizationCodeGrantType.process");
        assertThat(callers("AuthorizationCodeGrantType", "createTokenResponse"))
                .containsExactlyInAnyOrder("AuthorizationCodeGrantType.process");
    }

    @Test
    @DisplayName("then consent that was taken back is looked for in these places, and there are two kinds of refresh")
    void refresh() {
        assertThat(callers("TokenManager", "verifyConsentStillAvailable"))
                .containsExactlyInAnyOrder(
                        "AbstractRefreshTokenProvider.refreshAccessToken",
                        "AuthorizationCodeGrantType.process",
                        "CibaGrantType.process",
                        "DeviceGrantType.process",
                        "JWTAuthorizationGrantType.process",
                        "StandardTokenExchangeProvider.validateConsents");
        assertThat(keycloak.stream()
                        .filter(type -> type.isAssignableTo(RefreshTokenProviderFactory.class) && !type.isInterface())
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder("DefaultRefreshTokenProviderFactory", "OID4VCIRefreshTokenProviderFactory");
    }

    @Test
    @DisplayName("then these are the grant types")
    void grantTypes() {
        Set<String> factories = keycloak.stream()
                .filter(type -> type.isAssignableTo(OAuth2GrantTypeFactory.class) && !type.isInterface())
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
        assertThat(factories)
                .containsExactlyInAnyOrder(
                        "AuthorizationCodeGrantTypeFactory",
                        "CibaGrantTypeFactory",
                        "ClientCredentialsGrantTypeFactory",
                        "DeviceGrantTypeFactory",
                        "JWTAuthorizationGrantTypeFactory",
                        "PermissionGrantTypeFactory",
                        "PreAuthorizedCodeGrantTypeFactory",
                        "RefreshTokenGrantTypeFactory",
                        "ResourceOwnerPasswordCredentialsGrantTypeFactory",
                        "TokenExchangeGrantTypeFactory");
    }

    /** 26.8 adds one for delegation, chosen by an actor_token: the guard asks whose the subject token is, not who acts. */
    @Test
    @DisplayName("then these exchange tokens, all behind the grant type that is guarded")
    void exchanges() {
        assertThat(keycloak.stream()
                        .filter(type -> type.isAssignableTo("org.keycloak.protocol.oidc.TokenExchangeProvider")
                                && !type.isInterface()
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder("StandardTokenExchangeProvider", "V1TokenExchangeProvider");
    }

    /** In 26.8 the first two became previews and STATELESS supported. What is on by default is on the way of every sign-in. */
    @ParameterizedTest
    @ValueSource(
            strings = {"PARAMETERIZED_SCOPES", "TOKEN_EXCHANGE_DELEGATION", "STATELESS", "DOCKER", "OID4VC_VCI", "CIMD"
            })
    @DisplayName("then what brings paths of its own is off by default")
    void features(String name) {
        JsonNode features = KeycloakServer.shared(Database.POSTGRESQL)
                .admin()
                .get("/serverinfo")
                .path("features");
        assertThat(StreamSupport.stream(features.spliterator(), false)
                        .filter(feature -> feature.path("name").asText().equals(name)))
                .singleElement()
                .satisfies(feature ->
                        assertThat(feature.path("enabled").asBoolean()).isFalse());
    }

    /** A refused request leaves nothing, with and without that cache (RefusedRequestIT, which the matrix runs without). */
    @Test
    @DisplayName("then persistent user sessions can be kept without the cache, as 26.8 does")
    void uncachedSessions() {
        assertThat(KeycloakServer.shared(Database.POSTGRESQL)
                        .admin()
                        .get("/serverinfo")
                        .path("providers")
                        .path("userSessions")
                        .path("providers")
                        .path("infinispan")
                        .path("operationalInfo")
                        .has("useCaches"))
                .isTrue();
    }

    @Test
    @DisplayName("then the running server says that the guard is in force, and that it knows every grant type")
    void inForce() {
        KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
        JsonNode provider = server.admin()
                .get("/serverinfo")
                .path("providers")
                .path("auth-endpoint-check")
                .path("providers")
                .path("consent-grant");
        assertThat(provider.path("operationalInfo").path("guard").asText()).isEqualTo("in force");
        assertThat(provider.path("operationalInfo").path("unknown grant types").asText("none"))
                .isEmpty();
    }
}
