package io.github.consentgrants.bench.signin;

import io.github.consentgrants.bench.Quantiles;
import io.github.consentgrants.bench.Subject;
import io.github.consentgrants.testing.Keycloak;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One row by plain JDBC, committed: what it costs on this machine to wait for the disk, and nothing else. */
final class Commits implements Subject, AutoCloseable {
    private final Connection connection;
    private final Duration time;

    Commits(Keycloak server, Duration time) throws SQLException {
        this.connection = server.openConnection();
        this.time = time;
        try (Statement create = connection.createStatement()) {
            create.execute("CREATE TABLE IF NOT EXISTS cg_bench_commit (id bigserial PRIMARY KEY, n int)");
        }
        connection.setAutoCommit(false);
    }

    @Override
    public Map<String, Double> round() throws SQLException {
        List<Long> times = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO cg_bench_commit (n) VALUES (1)")) {
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                insert.executeUpdate();
                connection.commit();
                times.add(System.nanoTime() - start);
            }
        }
        return Map.of(SignIns.MEDIAN, Quantiles.of(times, 0.5) / 1e6);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
