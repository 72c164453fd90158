package io.github.consentgrants.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.store.ConsentGrantLedger;
import io.github.consentgrants.store.GrantPage;
import io.github.consentgrants.store.GrantQuery;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Grants with their records, a JSON object a line, the newest first. Keycloak writes a body after it has closed the request's session, so
 * each page is read in a short transaction of its own: memory holds one page, however long the export, and no row is locked. The last line
 * says how many there were; without it the export broke off.
 */
final class GrantExport implements StreamingOutput {
    /** At most 13 MB of records. */
    static final int ROWS_IN_A_TRANSACTION = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeycloakSessionFactory factory;
    private final GrantQuery first;

    GrantExport(KeycloakSessionFactory factory, GrantQuery first) {
        this.factory = factory;
        this.first = first;
    }

    /** The lines of a page, and the query of the next one. */
    private record Lines(
            List<GrantRepresentation> grants, @Nullable GrantQuery next) {}

    @Override
    public void write(OutputStream out) throws IOException {
        @Nullable GrantQuery query = first;
        long exported = 0;
        while (query != null) {
            Lines lines = read(query);
            for (GrantRepresentation grant : lines.grants()) {
                writeLine(out, grant);
            }
            out.flush();
            exported += lines.grants().size();
            query = lines.next();
        }
        writeLine(out, Map.of("exported", exported));
    }

    private static void writeLine(OutputStream out, Object line) throws IOException {
        out.write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Lines read(GrantQuery query) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            ConsentGrantLedger ledger = session.getProvider(ConsentGrantLedger.class);
            GrantPage page = ledger.page(query);
            Map<String, ConsentRecord> records = ledger.records(
                    query.realmId(), page.grants().stream().map(Grant::id).toList());
            Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
            List<GrantRepresentation> lines = new ArrayList<>();
            page.grants().forEach(grant -> lines.add(GrantRepresentation.of(grant, now, records.get(grant.id()))));
            return new Lines(
                    lines,
                    page.next() == null
                            ? null
                            : new GrantQuery(query.realmId(), query.filter(), page.next(), query.limit()));
        });
    }
}
