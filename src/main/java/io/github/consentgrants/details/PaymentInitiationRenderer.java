package io.github.consentgrants.details;

import io.github.consentgrants.details.RenderedDetails.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.keycloak.representations.AuthorizationDetailsJSONRepresentation;

/**
 * A payment, as in the example of RFC 9396 2: how much, to whom, from where. The amount is shown as it was sent, in no
 * locale's notation, so that nobody reads another number than the bank does.
 */
final class PaymentInitiationRenderer implements AuthorizationDetailsRenderer {
    private static final String KEY = "consentGrantPayment";
    private static final Set<String> ACTIONS = Set.of("initiate", "status", "cancel");
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,18}(\\.\\d{1,5})?");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    @Override
    public RenderedDetails render(AuthorizationDetailsJSONRepresentation details, Labels labels) {
        DetailsReader reader = new DetailsReader(details);
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(labels.get(KEY + ".amount"), amount(reader)));
        addIfPresent(rows, reader, "creditorName", labels.get(KEY + ".payee"));
        addIfPresent(rows, reader, "creditorAccount.iban", labels.get(KEY + ".to"));
        addIfPresent(rows, reader, "debtorAccount.iban", labels.get(KEY + ".from"));
        addIfPresent(rows, reader, "remittanceInformationUnstructured", labels.get(KEY + ".reference"));
        rows.addAll(reader.actions(ACTIONS, KEY, labels));
        rows.addAll(reader.rest(labels));
        return new RenderedDetails(labels.get(KEY + ".title"), rows);
    }

    private static String amount(DetailsReader reader) {
        String amount = required(reader, "instructedAmount.amount", AMOUNT);
        return amount + " " + required(reader, "instructedAmount.currency", CURRENCY);
    }

    private static String required(DetailsReader reader, String path, Pattern form) {
        return reader.read(path)
                .filter(value -> form.matcher(value).matches())
                .orElseThrow(() -> new IllegalArgumentException("payment_initiation needs one valid " + path));
    }

    private static void addIfPresent(List<Row> rows, DetailsReader reader, String path, String label) {
        reader.read(path).ifPresent(value -> rows.add(new Row(label, value)));
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
