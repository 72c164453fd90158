package io.github.consentgrants.rest;

import io.github.consentgrants.audit.ConsentMetrics;
import io.github.consentgrants.store.GrantQuery;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** All grants of a realm with their records, for those who may view its users. */
public final class ExportResource {
    private static final String NDJSON = "application/x-ndjson";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final GrantAccess access;

    ExportResource(KeycloakSession session, RealmModel realm, GrantAccess access) {
        this.session = session;
        this.realm = realm;
        this.access = access;
    }

    /** Returns a line for each grant, by the query parameters of the list without {@code limit}. */
    @GET
    @Produces({NDJSON, MediaType.APPLICATION_JSON})
    public Response export() {
        access.requireQuery();
        ConsentMetrics.called("export");
        GrantQuery query = Inputs.orBadRequest(() -> ListParameters.export(
                realm.getId(), session.getContext().getUri().getQueryParameters(), GrantExport.ROWS_IN_A_TRANSACTION));
        access.requireView(query.filter().userId());
        Ledgers.require(session);
        return Response.ok(new GrantExport(session.getKeycloakSessionFactory(), query), NDJSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"consent-grants.ndjson\"")
                .build();
    }
}
