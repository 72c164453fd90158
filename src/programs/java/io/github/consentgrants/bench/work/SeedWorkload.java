package io.github.consentgrants.bench.work;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Base64;

/** The contract that this project follows, as attesto_phoenix keeps it: a random token as key, in clear. */
final class SeedWorkload implements Workload {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private String token = "";
    private String bindingHash = "";

    SeedWorkload(Connection connection, String table) throws SQLException {
        this.connection = connection;
        insert = connection.prepareStatement("insert into " + table
                + " (token, binding_hash, subject, client_id, expires_at, inserted_at) values (?, ?, ?, ?, ?, ?)");
        update = connection.prepareStatement(
                "update " + table
                        + " set consumed_at = ? where token = ? and binding_hash = ? and consumed_at is null and expires_at > ?");
    }

    @Override
    public void mint() throws SQLException {
        Binding binding = Workload.fresh();
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        bindingHash = binding.hash();
        long now = System.currentTimeMillis();
        insert.setString(1, token);
        insert.setString(2, bindingHash);
        insert.setString(3, binding.require(BindingField.SUBJECT));
        insert.setString(4, binding.require(BindingField.CLIENT_UUID));
        insert.setTimestamp(5, new Timestamp(now + Workload.TTL.toMillis()));
        insert.setTimestamp(6, new Timestamp(now));
        insert.executeUpdate();
        connection.commit();
    }

    @Override
    public void consume() throws SQLException {
        Timestamp now = new Timestamp(System.currentTimeMillis());
        update.setTimestamp(1, now);
        update.setString(2, token);
        update.setString(3, bindingHash);
        update.setTimestamp(4, now);
        if (update.executeUpdate() != 1) {
            throw new IllegalStateException("A grant was lost");
        }
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
