package io.github.consentgrants.bench.work;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.hibernate.Session;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The store's two statements by plain JDBC, but in sessions and transactions of Keycloak and on its connection: what is left when
 * the store itself costs nothing.
 */
final class KeycloakWorkload implements Workload {
    private final KeycloakSessionFactory factory;
    private final GrantStatements statements;

    KeycloakWorkload(KeycloakSessionFactory factory, String table) {
        this.factory = factory;
        statements = new GrantStatements(table);
    }

    @FunctionalInterface
    private interface Step {
        void run(PreparedStatement statement) throws SQLException;
    }

    private void inTransaction(String sql, Step step) {
        KeycloakModelUtils.runJobInTransaction(
                factory,
                session -> session.getProvider(JpaConnectionProvider.class)
                        .getEntityManager()
                        .unwrap(Session.class)
                        .doWork(connection -> {
                            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                                step.run(statement);
                            }
                        }));
    }

    @Override
    public void mint() {
        inTransaction(statements.insert(), statements::mint);
    }

    @Override
    public void consume() {
        inTransaction(statements.update(), statements::consume);
    }

    @Override
    public void close() {
        // Each step had a session of its own.
    }
}
