package io.github.consentgrants.bench.store;

import io.github.consentgrants.bench.Analysis;
import io.github.consentgrants.bench.Subject;
import io.github.consentgrants.bench.work.Pairs;
import io.github.consentgrants.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** PostgreSQL with fsync and synchronous commits, and the tables of the change sets in it. */
final class BenchDatabase implements AutoCloseable {
    static final String USER = "postgres";
    private static final Map<String, String> SETTINGS =
            Map.of("shared_buffers", "1GB", "max_wal_size", "8GB", "checkpoint_timeout", "30min");

    private final PostgresServer postgres = PostgresServer.create(settings());

    private BenchDatabase() {}

    static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(SETTINGS);
        settings.putAll(Analysis.settings());
        return settings;
    }

    static BenchDatabase start() throws IOException, SQLException {
        BenchDatabase database = new BenchDatabase();
        requireDurability(database.postgres);
        database.execute(Files.readString(Path.of("docs", "sql", "postgresql.sql")));
        return database;
    }

    /** A benchmark of a database that may lose what it has acknowledged measures nothing. */
    static void requireDurability(PostgresServer postgres) throws SQLException {
        if (!Analysis.settings().isEmpty()) {
            return;
        }
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            if (!query(postgres, "SHOW " + setting).equals("on")) {
                throw new IllegalStateException(setting + " is not on");
            }
        }
    }

    Tables tables() {
        return new Tables(postgres);
    }

    /** Pairs of mint and consume by plain JDBC. */
    Subject pairs(String work, String table, int callers, Duration time) {
        Map<String, String> arguments = new TreeMap<>(Map.of(
                "work", work,
                "table", table,
                "url", postgres.jdbcUrl(),
                "user", USER,
                "password", USER,
                "callers", Integer.toString(callers),
                "millis", Long.toString(time.toMillis())));
        return () -> Pairs.run(arguments);
    }

    void execute(String... statements) throws SQLException {
        postgres.execute(statements);
    }

    String query(String sql) throws SQLException {
        return query(postgres, sql);
    }

    /** What the database says of a statement that it has run, right after a checkpoint: buffers, and what it logged. */
    List<String> explain(String statement) throws SQLException {
        execute("CHECKPOINT");
        List<String> plan = new ArrayList<>();
        try (Connection connection = postgres.openConnection();
                Statement explain = connection.createStatement();
                ResultSet line = explain.executeQuery("EXPLAIN (ANALYZE, BUFFERS, WAL, COSTS OFF) " + statement)) {
            while (line.next()) {
                plan.add(line.getString(1));
            }
        }
        return plan;
    }

    /** How many milliseconds each of the queries took, with all of its rows, one after the other on one connection. */
    List<Double> times(List<String> queries) throws SQLException {
        List<Double> times = new ArrayList<>();
        try (Connection connection = postgres.openConnection();
                Statement statement = connection.createStatement()) {
            for (String query : queries) {
                long start = System.nanoTime();
                try (ResultSet row = statement.executeQuery(query)) {
                    while (row.next()) {
                        row.getString(1);
                    }
                }
                times.add((System.nanoTime() - start) / 1e6);
            }
        }
        return times;
    }

    static String query(PostgresServer postgres, String sql) throws SQLException {
        try (Connection connection = postgres.openConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
