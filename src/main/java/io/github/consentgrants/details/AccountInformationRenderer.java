package io.github.consentgrants.details;

import io.github.consentgrants.details.RenderedDetails.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.keycloak.representations.AuthorizationDetailsJSONRepresentation;

/** Access to account information, as in the example of RFC 9396 2: what may be read, and of which accounts. */
final class AccountInformationRenderer implements AuthorizationDetailsRenderer {
    private static final String KEY = "consentGrantAccounts";
    private static final Set<String> ACTIONS = Set.of("list_accounts", "read_balances", "read_transactions");

    @Override
    public RenderedDetails render(AuthorizationDetailsJSONRepresentation details, Labels labels) {
        DetailsReader reader = new DetailsReader(details);
        List<Row> rows = new ArrayList<>(reader.actions(ACTIONS, KEY, labels));
        rows.addAll(reader.rest(labels));
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("account_information says neither what nor which accounts");
        }
        return new RenderedDetails(labels.get(KEY + ".title"), rows);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
