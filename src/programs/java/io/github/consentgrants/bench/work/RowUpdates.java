package io.github.consentgrants.bench.work;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The same row, updated on connections of their own: what the database makes of it, without anything around it. */
final class RowUpdates implements AutoCloseable {
    private static final String TABLE = "cg_bench_race";

    private final List<Connection> connections = new ArrayList<>();

    RowUpdates(Map<String, String> arguments, int callers) throws SQLException {
        for (int i = 0; i < callers; i++) {
            connections.add(Workload.connect(arguments));
        }
        Connection first = connections.get(0);
        try (Statement statement = first.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + TABLE + " (id int PRIMARY KEY, n bigint NOT NULL)");
            statement.execute("INSERT INTO " + TABLE + " VALUES (1, 0) ON CONFLICT DO NOTHING");
        }
        first.commit();
    }

    List<Callable<Boolean>> ofOneRow() {
        List<Callable<Boolean>> updates = new ArrayList<>();
        connections.forEach(connection -> updates.add(() -> update(connection)));
        return updates;
    }

    private static boolean update(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE " + TABLE + " SET n = n + 1 WHERE id = ?")) {
            update.setInt(1, 1);
            int rows = update.executeUpdate();
            connection.commit();
            return rows == 1;
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
