package io.github.consentgrants.bench.work;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The store's two statements by plain JDBC, prepared once. */
final class StatementsWorkload implements Workload {
    private final Connection connection;
    private final GrantStatements statements;
    private final PreparedStatement insert;
    private final PreparedStatement update;

    StatementsWorkload(Connection connection, String table) throws SQLException {
        this.connection = connection;
        statements = new GrantStatements(table);
        insert = connection.prepareStatement(statements.insert());
        update = connection.prepareStatement(statements.update());
    }

    @Override
    public void mint() throws SQLException {
        statements.mint(insert);
        connection.commit();
    }

    @Override
    public void consume() throws SQLException {
        statements.consume(update);
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
