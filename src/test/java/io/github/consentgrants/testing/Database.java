package io.github.consentgrants.testing;

/** The databases that the fixture can start Keycloak with. All but the first and the last need the profile databases. */
public enum Database {
    POSTGRESQL("postgres", ""),
    POSTGRESQL_14("postgres", "14"),
    POSTGRESQL_15("postgres", "15"),
    POSTGRESQL_17("postgres", "17"),
    MARIADB_10_11("mariadb", "10.11.5"),
    MARIADB_11_4("mariadb", "11.4.5"),
    /** As MariaDB is by default from 11.6.2 on. */
    MARIADB_11_4_SNAPSHOT_ISOLATION("mariadb", "11.4.5"),
    H2("dev-file", "");

    private final String option;
    private final String version;

    Database(String option, String version) {
        this.option = option;
        this.version = version;
    }

    String option() {
        return option;
    }

    /** Returns how the version begins that the server reports; empty for the database on the class path. */
    public String version() {
        return version;
    }

    DatabaseServer start() {
        return switch (this) {
            case POSTGRESQL, POSTGRESQL_14, POSTGRESQL_15, POSTGRESQL_17 -> EmbeddedPostgresServer.start(version);
            case MARIADB_10_11, MARIADB_11_4 -> MariaDbServer.start(version);
            case MARIADB_11_4_SNAPSHOT_ISOLATION -> MariaDbServer.start(version, "--innodb-snapshot-isolation=ON");
            case H2 -> new H2InServer();
        };
    }
}
