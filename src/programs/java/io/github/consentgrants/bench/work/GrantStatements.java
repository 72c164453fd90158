package io.github.consentgrants.bench.work;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.GrantToken;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The store's two statements on a table of its columns, and the grant that was minted last. */
final class GrantStatements {
    private final String table;
    private String id = "";
    private String secretHash = "";
    private String bindingHash = "";

    GrantStatements(String table) {
        this.table = table;
    }

    String insert() {
        return "insert into " + table
                + " (id, secret_hash, binding_hash, field_digests, decision, realm_id, client_uuid, user_id, created_at,"
                + " expires_at) values (?, ?, ?, ?, 'GRANTED', ?, ?, ?, ?, ?)";
    }

    String update() {
        return "update " + table + " set consumed_at = ? where id = ? and secret_hash = ?"
                + " and binding_hash = ? and consumed_at is null and expires_at > ?";
    }

    void mint(PreparedStatement insert) throws SQLException {
        Binding binding = Workload.fresh();
        GrantToken token = GrantToken.derived(binding.require(BindingField.PAGE), Workload.KEY);
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
    }

    void consume(PreparedStatement update) throws SQLException {
        long now = System.currentTimeMillis();
        update.setLong(1, now);
        update.setString(2, id);
        update.setString(3, secretHash);
        update.setString(4, bindingHash);
        update.setLong(5, now);
        if (update.executeUpdate() != 1) {
            throw new IllegalStateException("A grant was lost");
        }
    }
}
