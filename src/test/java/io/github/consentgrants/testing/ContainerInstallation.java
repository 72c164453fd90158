package io.github.consentgrants.testing;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.testcontainers.Testcontainers;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Keycloak's image and PostgreSQL's, in containers whose ports {@link LoopbackOnly} publishes. */
final class ContainerInstallation implements Installation {
    private static final String POSTGRES_IMAGE = System.getProperty("consentgrants.postgres.image");
    private static final String KEYCLOAK_IMAGE = "quay.io/keycloak/keycloak:" + System.getProperty("keycloak.version");
    private static final Duration START_TIMEOUT = Duration.ofMinutes(4);

    private final int port;
    private final Network network;
    private final PostgreSQLContainer postgres;
    private final KeycloakContainer keycloak;

    private ContainerInstallation(int port, Network network, PostgreSQLContainer postgres, KeycloakContainer keycloak) {
        this.port = port;
        this.network = network;
        this.postgres = postgres;
        this.keycloak = keycloak;
    }

    static ContainerInstallation start(
            Database database, List<Path> jars, List<String> options, int port, Consumer<String> progress) {
        Network network = Network.newNetwork();
        PostgreSQLContainer postgres = database == Database.POSTGRESQL ? postgres(network) : null;
        KeycloakContainer keycloak = keycloak(network, jars, port);
        if (postgres != null) {
            progress.accept("Starting the container " + POSTGRES_IMAGE);
            postgres.start();
            keycloak.withProductionMode()
                    .withEnv("KC_DB", database.option())
                    .withEnv("KC_DB_URL", "jdbc:postgresql://postgres:5432/keycloak")
                    .withEnv("KC_DB_USERNAME", postgres.getUsername())
                    .withEnv("KC_DB_PASSWORD", postgres.getPassword())
                    .withEnv("KC_HTTP_ENABLED", "true")
                    .withEnv("KC_HOSTNAME_STRICT", "false")
                    .withEnv("KC_CACHE", "local");
        }
        if (!options.isEmpty()) {
            keycloak.withCustomCommand(String.join(" ", options));
        }
        progress.accept("Starting the container " + KEYCLOAK_IMAGE);
        keycloak.start();
        return new ContainerInstallation(port, network, postgres, keycloak);
    }

    private static PostgreSQLContainer postgres(Network network) {
        return new PostgreSQLContainer(POSTGRES_IMAGE)
                .withDatabaseName("keycloak")
                .withNetwork(network)
                .withNetworkAliases("postgres");
    }

    /** The port has the same number in the container and outside: the server itself uses its address too. */
    private static KeycloakContainer keycloak(Network network, List<Path> jars, int port) {
        List<File> files = jars.stream().map(Path::toFile).toList();
        KeycloakContainer container = new KeycloakContainer(KEYCLOAK_IMAGE);
        container.setPortBindings(List.of(port + ":" + port));
        return container
                .withNetwork(network)
                .withAccessToHost(true)
                .withEnv("KC_HTTP_PORT", Integer.toString(port))
                .withAdminUsername(KeycloakServer.ADMIN)
                .withAdminPassword(KeycloakServer.ADMIN)
                .withProviderLibsFrom(files)
                .withEnv("KC_METRICS_ENABLED", "true")
                .withEnv("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1")
                .withStartupTimeout(START_TIMEOUT);
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://localhost:" + port);
    }

    @Override
    public URI managementUrl() {
        return URI.create("http://localhost:" + keycloak.getHttpMgmtPort());
    }

    @Override
    public Connection openConnection() throws SQLException {
        return DriverManager.getConnection(postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword());
    }

    @Override
    public String hostOf(int listening) {
        Testcontainers.exposeHostPorts(listening);
        return GenericContainer.INTERNAL_HOST_HOSTNAME;
    }

    @Override
    public String log() {
        return keycloak.getLogs();
    }

    @Override
    public boolean isAlive() {
        return keycloak.isRunning();
    }

    @Override
    public void close() {
        keycloak.stop();
        if (postgres != null) {
            postgres.stop();
        }
        network.close();
    }
}
