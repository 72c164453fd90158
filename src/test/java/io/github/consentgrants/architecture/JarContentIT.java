package io.github.consentgrants.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar that an operator drops into {@code providers/} holds what Keycloak needs, and nothing else. */
class JarContentIT {
    private static final String CLASSES = "io/github/consentgrants/";
    private static final String SERVICES = "META-INF/services/";

    /** Every provider that Keycloak is to find: by SPI. */
    private static final Map<String, String> PROVIDERS = Map.ofEntries(
            Map.entry(
                    "io.github.consentgrants.store.ConsentGrantStoreFactory",
                    "io.github.consentgrants.store.jpa.JpaConsentGrantStoreFactory"),
            Map.entry(
                    "org.keycloak.authentication.AuthenticatorFactory",
                    lines("flow.ConsentGrantAuthenticatorFactory", "flow.ScopeLevelConditionFactory")),
            Map.entry(
                    "org.keycloak.authentication.RequiredActionFactory",
                    "io.github.consentgrants.page.ConsentGrantRequiredActionFactory"),
            Map.entry(
                    "org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory",
                    "io.github.consentgrants.store.jpa.ConsentGrantEntityProviderFactory"),
            Map.entry(
                    "org.keycloak.events.EventListenerProviderFactory",
                    "io.github.consentgrants.page.ActionOnUsersFactory"),
            Map.entry(
                    "org.keycloak.protocol.LoginProtocolFactory",
                    lines(
                            "guard.code.GuardedLoginProtocolFactory",
                            "guard.code.GuardedSamlProtocolFactory",
                            "guard.code.GuardedDockerProtocolFactory")),
            Map.entry(
                    "org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProviderFactory",
                    "io.github.consentgrants.guard.entry.AuthorizationRequestCheckFactory"),
            Map.entry(
                    "org.keycloak.protocol.oidc.rar.AuthorizationRequestParserProviderFactory",
                    "io.github.consentgrants.guard.entry.GuardedScopesFactory"),
            Map.entry(
                    "org.keycloak.provider.Spi",
                    lines(
                            "details.AuthorizationDetailsRendererSpi",
                            "store.ConsentGrantInventorySpi",
                            "store.ConsentGrantLedgerSpi",
                            "store.ConsentGrantStoreSpi",
                            "store.WrittenConsentsSpi")),
            Map.entry(
                    "io.github.consentgrants.store.ConsentGrantInventoryFactory",
                    "io.github.consentgrants.store.jpa.JpaConsentGrantInventoryFactory"),
            Map.entry(
                    "io.github.consentgrants.store.ConsentGrantLedgerFactory",
                    "io.github.consentgrants.store.jpa.JpaConsentGrantLedgerFactory"),
            Map.entry(
                    "io.github.consentgrants.store.WrittenConsentsFactory",
                    "io.github.consentgrants.store.jpa.JpaWrittenConsentsFactory"),
            Map.entry(
                    "org.keycloak.services.resource.RealmResourceProviderFactory",
                    "io.github.consentgrants.approvals.ApprovalsResourceFactory"),
            Map.entry(
                    "org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory",
                    "io.github.consentgrants.rest.ConsentGrantsResourceFactory"),
            Map.entry(
                    "io.github.consentgrants.details.AuthorizationDetailsRendererFactory",
                    lines("details.AccountInformationRendererFactory", "details.PaymentInitiationRendererFactory")),
            Map.entry(
                    "org.keycloak.models.OAuth2DeviceUserCodeProviderFactory",
                    "io.github.consentgrants.guard.entry.GuardedUserCodeFactory"),
            Map.entry(
                    "org.keycloak.protocol.oidc.ext.OIDCExtProviderFactory",
                    "io.github.consentgrants.guard.entry.GuardedCibaEndpointFactory\nio.github.consentgrants.guard.entry.GuardedParEndpointFactory"),
            Map.entry(
                    "org.keycloak.protocol.oidc.refresh.RefreshTokenProviderFactory",
                    lines(
                            "guard.token.GuardedRefreshTokenFactory$DefaultFactory",
                            "guard.token.GuardedRefreshTokenFactory$CredentialFactory")),
            Map.entry(
                    "org.keycloak.protocol.oidc.TokenIntrospectionProviderFactory",
                    lines(
                            "guard.use.GuardedIntrospectionFactory$AccessTokenFactory",
                            "guard.use.GuardedIntrospectionFactory$RefreshTokenFactory")),
            Map.entry(
                    "org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProviderFactory",
                    "io.github.consentgrants.policy.AskExecutorFactory"),
            Map.entry("org.keycloak.protocol.ProtocolMapper", "io.github.consentgrants.token.ConsentGrantMapper"),
            Map.entry(
                    "org.keycloak.protocol.oidc.token.TokenPostProcessorFactory",
                    "io.github.consentgrants.token.GrantIdProcessorFactory"),
            Map.entry(
                    "org.keycloak.services.clientregistration.ClientRegistrationProviderFactory",
                    lines(
                            "guard.registration.GuardedRegistrationFactory$DefaultFactory",
                            "guard.registration.GuardedRegistrationFactory$OidcFactory")),
            Map.entry(
                    "org.keycloak.protocol.oidc.grants.OAuth2GrantTypeFactory",
                    lines(
                            "guard.token.GuardedCodeGrantTypeFactory",
                            "guard.token.GuardedGrantTypeFactory$PasswordFactory",
                            "guard.token.GuardedGrantTypeFactory$DeviceCodeFactory",
                            "guard.token.GuardedGrantTypeFactory$CibaFactory",
                            "guard.token.GuardedGrantTypeFactory$TokenExchangeFactory",
                            "guard.token.GuardedGrantTypeFactory$JwtBearerFactory",
                            "guard.token.GuardedGrantTypeFactory$PreAuthorizedCodeFactory",
                            "guard.token.GuardedGrantTypeFactory$UmaTicketFactory")));

    private static final List<String> RESOURCES = List.of(
            "META-INF/MANIFEST.MF",
            "META-INF/LICENSE",
            "META-INF/consent-grants-changelog.xml",
            "theme-resources/messages/messages_ar.properties",
            "theme-resources/messages/messages_de.properties",
            "theme-resources/messages/messages_en.properties",
            "theme-resources/messages/messages_es.properties",
            "theme-resources/messages/messages_fr.properties",
            "theme-resources/messages/messages_it.properties",
            "theme-resources/messages/messages_ja.properties",
            "theme-resources/messages/messages_nl.properties",
            "theme-resources/messages/messages_pl.properties",
            "theme-resources/messages/messages_pt_BR.properties",
            "theme-resources/messages/messages_zh_CN.properties",
            "theme-resources/templates/consent-grant-buttons.ftl",
            "theme-resources/templates/consent-grant-mine.ftl",
            "theme-resources/templates/consent-grant-stopped.ftl",
            "theme-resources/templates/consent-grant.ftl",
            "META-INF/keycloak-themes.json",
            "theme/consent-grants/login/theme.properties",
            "theme/consent-grants/login/messages/messages_en.properties",
            "theme/consent-grants/login/resources/css/consent-grants.css",
            "theme/consent-grants/login/resources/img/logo.svg");

    private static final Map<String, byte[]> FILES = new LinkedHashMap<>();

    @BeforeAll
    static void readJar() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("consentgrants.jar"))) {
            for (JarEntry entry :
                    jar.stream().filter(file -> !file.isDirectory()).toList()) {
                FILES.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
            }
        }
    }

    @Test
    void jarWhenListedThenHoldsTheExpectedFilesAndNothingElse() {
        assertThat(FILES.keySet().stream().filter(name -> !name.startsWith(CLASSES)))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                RESOURCES.stream(), PROVIDERS.keySet().stream().map(SERVICES::concat))
                        .toList());
    }

    /** Exactly the classes that were compiled from src/main: no test, no library, none forgotten. */
    @Test
    void jarWhenListedThenHoldsTheCompiledClassesAndNoOthers() throws IOException {
        Path compiled = Path.of(System.getProperty("build.directory"), "classes");
        List<String> expected;
        try (Stream<Path> files = Files.walk(compiled)) {
            expected = files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> compiled.relativize(file).toString().replace(File.separatorChar, '/'))
                    .toList();
        }

        assertThat(FILES.keySet().stream().filter(name -> name.startsWith(CLASSES)))
                .containsExactlyInAnyOrderElementsOf(expected)
                .contains(CLASSES + "grant/Binding.class")
                .noneMatch(name -> name.matches(".*(Test|IT|TestBindings|GoldenVector)(\\$.*)?\\.class"));
    }

    @Test
    void servicesWhenReadThenEachNamesItsProviderAndThatIsInTheJar() {
        Map<String, String> services = FILES.keySet().stream()
                .filter(name -> name.startsWith(SERVICES))
                .collect(Collectors.toMap(
                        name -> name.substring(SERVICES.length()),
                        name -> text(name).strip()));

        assertThat(services).isEqualTo(PROVIDERS);
        assertThat(services.values().stream().flatMap(String::lines))
                .allSatisfy(type -> assertThat(FILES).containsKey(type.replace('.', '/') + ".class"));
    }

    @Test
    void classesWhenReadThenOfJava17() {
        assertThat(FILES.entrySet().stream().filter(file -> file.getKey().endsWith(".class")))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file.getValue()[6] << 8 | file.getValue()[7])
                        .as(file.getKey())
                        .isEqualTo(61));
    }

    @Test
    void manifestWhenReadThenNamesTheProjectAndNeitherMachineNorUser() throws IOException {
        Manifest manifest;
        try (JarFile jar = new JarFile(System.getProperty("consentgrants.jar"))) {
            manifest = jar.getManifest();
        }

        assertThat(manifest.getMainAttributes().keySet())
                .extracting(Object::toString)
                .contains("Implementation-Title", "Implementation-Version")
                .doesNotContain("Built-By", "Build-Jdk", "Build-Jdk-Spec", "Class-Path");
    }

    @Test
    void filesWhenReadThenNoneNamesAPathOfTheBuildMachine() {
        String home = Path.of("").toAbsolutePath().toString();

        assertThat(home).hasSizeGreaterThan(3);
        assertThat(FILES.keySet()).noneMatch(name -> name.startsWith("/") || name.contains(".."));
        assertThat(FILES.keySet().stream()
                        .filter(name -> new String(FILES.get(name), StandardCharsets.ISO_8859_1).contains(home)))
                .isEmpty();
    }

    @Test
    void licenseWhenReadThenApache2() {
        assertThat(text("META-INF/LICENSE")).contains("Apache License", "Version 2.0");
    }

    private static String lines(String... names) {
        return Stream.of(names).map(name -> "io.github.consentgrants." + name).collect(Collectors.joining("\n"));
    }

    private static String text(String name) {
        return new String(FILES.get(name), StandardCharsets.UTF_8);
    }
}
