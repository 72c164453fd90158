package io.github.consentgrants.bench.work;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.GrantId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** A pair of steps of one caller, each a transaction that has committed when the step returns. */
public interface Workload extends AutoCloseable {
    Duration TTL = Duration.ofMinutes(2);
    /** Stands for the secret of a browser. */
    String KEY = "k".repeat(43);

    int USERS = 1_000_000;

    void mint() throws SQLException;

    void consume() throws SQLException;

    @Override
    void close() throws SQLException;

    static Workload of(Map<String, String> arguments) throws SQLException {
        return switch (arguments.get("work")) {
            case "statements" -> new StatementsWorkload(connect(arguments), arguments.get("table"));
            case "seed" -> new SeedWorkload(connect(arguments), arguments.get("table"));
            default -> throw new IllegalArgumentException(arguments.get("work"));
        };
    }

    /** A connection that a caller keeps, with transactions of its own: what a pool would give, at its best. */
    static Connection connect(Map<String, String> arguments) throws SQLException {
        Connection connection =
                DriverManager.getConnection(arguments.get("url"), arguments.get("user"), arguments.get("password"));
        connection.setAutoCommit(false);
        return connection;
    }

    /** A decision of one of a million users. */
    static Binding fresh() {
        long user = ThreadLocalRandom.current().nextLong(USERS) * 0x9E3779B97F4A7C15L;
        return Binding.builder()
                .set(BindingField.REALM, "00000000-0000-0000-0000-000000000001")
                .set(BindingField.CLIENT_UUID, "00000000-0000-0000-0000-000000000002")
                .set(BindingField.SUBJECT, new UUID(user, user).toString())
                .set(BindingField.PAGE, GrantId.at(System.currentTimeMillis()))
                .build();
    }
}
