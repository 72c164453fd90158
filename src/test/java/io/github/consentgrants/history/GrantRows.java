package io.github.consentgrants.history;

import io.github.consentgrants.testing.Keycloak;
import io.github.consentgrants.testing.TestRealm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Reads beside Keycloak which grants there are, and whether they are consumed. */
public final class GrantRows {
    private GrantRows() {}

    public static Map<String, Boolean> of(TestRealm realm) throws SQLException {
        return of(realm.server(), realm.id());
    }

    public static Map<String, Boolean> of(Keycloak keycloak, String realmId) throws SQLException {
        try (Connection connection = keycloak.openConnection();
                PreparedStatement select = connection.prepareStatement("SELECT id, consumed_at IS NOT NULL"
                        + " FROM cg_consent_grant WHERE realm_id = ? AND decision = 'GRANTED'")) {
            select.setString(1, realmId);
            try (ResultSet rows = select.executeQuery()) {
                Map<String, Boolean> consumed = new HashMap<>();
                while (rows.next()) {
                    consumed.put(rows.getString(1), rows.getBoolean(2));
                }
                return consumed;
            }
        }
    }
}
