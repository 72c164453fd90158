package io.github.consentgrants.bench.work;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.GrantToken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The store's two statements by plain JDBC, on a table of the same columns. */
final class StatementsWorkload implements Workload {
    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private String id = "";
    private String secretHash = "";
    private String bindingHash = "";

    StatementsWorkload(Connection connection, String table) throws SQLException {
        this.connection = connection;
        insert = connection.prepareStatement("insert into " + table
                + " (id, secret_hash, binding_hash, field_digests, decision, realm_id, client_uuid, user_id, created_at,"
                + " expires_at) values (?, ?, ?, ?, 'GRANTED', ?, ?, ?, ?, ?)");
        update = connection.prepareStatement("update " + table + " set consumed_at = ? where id = ? and secret_hash = ?"
                + " and binding_hash = ? and consumed_at is null and expires_at > ?");
    }

    @Override
    public void mint() throws SQLException {
        Binding binding = Workload.fresh();
        GrantToken token = GrantToken.derived(binding.require(BindingField.PAGE), KEY);
        id = token.grantId();
        secretHash = token.secretHash();
        bindingHash = binding.hash();
        long now = System.currentTimeMillis();
        insert.setString(1, id);
        insert.setString(2, secretHash);
        insert.setString(3, bindingHash);
        insert.setString(4, token.fieldDigests(binding));
        insert.setString(5, binding.require(BindingField.REALM));
        insert.setString(6, binding.require(BindingField.CLIENT_UUID));
        insert.setString(7, binding.require(BindingField.SUBJECT));
        insert.setLong(8, now);
        insert.setLong(9, now + Workload.TTL.toMillis());
        insert.executeUpdate();
        connection.commit();
    }

    @Override
    public void consume() throws SQLException {
        if (consume(update, id, secretHash, bindingHash) != 1) {
            throw new IllegalStateException("A grant was lost");
        }
        connection.commit();
    }

    private static int consume(PreparedStatement update, String id, String secretHash, String bindingHash)
            throws SQLException {
        long now = System.currentTimeMillis();
        update.setLong(1, now);
        update.setString(2, id);
        update.setString(3, secretHash);
        update.setString(4, bindingHash);
        update.setLong(5, now);
        return update.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
