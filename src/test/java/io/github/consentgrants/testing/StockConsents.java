package io.github.consentgrants.testing;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Keycloak's own consent page, and the tables with consents. */
public final class StockConsents {
    private static final String FORM = "form[action*=login-actions/consent]";

    private StockConsents() {}

    /** Says whether it is Keycloak's own consent page. */
    public static boolean isAsked(Page page) {
        return page.status() == 200 && !page.document().select(FORM).isEmpty();
    }

    /** Agrees on Keycloak's own consent page. */
    public static Page agree(UserAgent agent, Page page) {
        URI action = URI.create(page.document().select(FORM).attr("abs:action"));
        String code = page.document().select("input[name=code]").attr("value");
        return agent.follow(agent.send("POST", action, "code=" + code + "&accept=Yes"));
    }

    /** Returns how many rows the extension has about what it wrote to consents of the realm. */
    public static int remembered(TestRealm realm) throws SQLException {
        try (Connection connection = realm.server().openConnection();
                PreparedStatement count =
                        connection.prepareStatement("SELECT count(*) FROM cg_written_consent WHERE realm_id = ?")) {
            count.setString(1, realm.id());
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Returns the names of the scopes in the consent of a user to a client, as one transaction sees them. */
    public static List<String> scopes(Connection connection, String userId, String clientUuid) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT t.name FROM user_consent c JOIN user_consent_client_scope s"
                        + " ON s.user_consent_id = c.id JOIN client_scope t ON t.id = s.scope_id"
                        + " WHERE c.user_id = ? AND c.client_id = ? ORDER BY t.name")) {
            select.setString(1, userId);
            select.setString(2, clientUuid);
            try (ResultSet rows = select.executeQuery()) {
                List<String> names = new ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        }
    }
}
