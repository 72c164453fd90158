package io.github.consentgrants.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of a realm, beside Keycloak. */
public final class Grants {
    private Grants() {}

    public record Row(
            String id, String decision, String bindingHash, boolean hasSecret, boolean consumed, boolean redeemed) {}

    /** Spends the grants of a realm, as a request does that has committed and not ended yet. */
    public static void spend(TestRealm realm) throws SQLException {
        try (Connection connection = realm.server().openConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE cg_consent_grant SET consumed_at = created_at WHERE realm_id = ?")) {
            update.setString(1, realm.id());
            update.executeUpdate();
        }
    }

    public static List<Row> of(TestRealm realm) throws SQLException {
        try (Connection connection = realm.server().openConnection();
                PreparedStatement select = connection.prepareStatement("SELECT id, decision, binding_hash, secret_hash,"
                        + " consumed_at, redeemed_at FROM cg_consent_grant WHERE realm_id = ? ORDER BY id")) {
            select.setString(1, realm.id());
            try (ResultSet rows = select.executeQuery()) {
                List<Row> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new Row(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4) != null,
                            rows.getObject(5) != null,
                            rows.getObject(6) != null));
                }
                return found;
            }
        }
    }
}
