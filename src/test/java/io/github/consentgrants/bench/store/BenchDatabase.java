package io.github.consentgrants.bench.store;

import io.github.consentgrants.bench.Subject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** PostgreSQL with fsync and synchronous commits, and the tables of the change sets in it. */
final class BenchDatabase implements AutoCloseable {
    private static final String USER = "postgres";
    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "full_page_writes", "on",
            "synchronous_commit", "on",
            "shared_buffers", "1GB",
            "max_wal_size", "8GB",
            "checkpoint_timeout", "30min");

    private final EmbeddedPostgres postgres;

    private BenchDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static BenchDatabase start() throws IOException, SQLException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        SETTINGS.forEach(builder::setServerConfig);
        BenchDatabase database = new BenchDatabase(builder.start());
        database.requireDurability();
        database.execute(Files.readString(Path.of("docs", "sql", "postgresql.sql")));
        return database;
    }

    /** A benchmark of a database that may lose what it has acknowledged measures nothing. */
    private void requireDurability() throws SQLException {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            if (!query("SHOW " + setting).equals("on")) {
                throw new IllegalStateException(setting + " is not on");
            }
        }
    }

    /** Pairs of mint and consume by plain JDBC. */
    Subject pairs(String work, String table, int callers, Duration time) {
        Map<String, String> arguments = new TreeMap<>(Map.of(
                "work", work,
                "table", table,
                "url", postgres.getJdbcUrl(USER, USER),
                "user", USER,
                "password", USER,
                "callers", Integer.toString(callers),
                "millis", Long.toString(time.toMillis())));
        return () -> Pairs.run(arguments);
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String query(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
