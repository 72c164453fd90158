package io.github.consentgrants.rest;

import io.github.consentgrants.audit.ConsentMetrics;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.receipt.ReceiptDocument;
import io.github.consentgrants.store.ConsentGrantLedger;
import io.github.consentgrants.store.GrantPage;
import io.github.consentgrants.store.GrantQuery;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The admin API of one realm: its grants, for those who may view its users, and their revocation, for those who may manage them.
 */
@Produces(MediaType.APPLICATION_JSON)
public final class ConsentGrantsResource {
    private static final String REASON = "administrator";
    private static final String NDJSON = "application/x-ndjson";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;
    private final GrantAccess access;

    ConsentGrantsResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
        this.access = new GrantAccess(session, realm, auth);
    }

    /**
     * A page of the list.
     *
     * @param grants the newest first
     * @param next the parameter {@code before} of the next page; null if this is the last one
     */
    public record GrantList(
            List<GrantRepresentation> grants, @Nullable String next) {}

    /** Returns what the extension has written to Keycloak's own consents. */
    @Path("stock-consents")
    public StockConsentsResource stockConsents() {
        return new StockConsentsResource(session, realm, auth, adminEvent);
    }

    /** Returns the set-up of the realm. */
    @Path("setup")
    public SetupResource setup() {
        return new SetupResource(session, realm, auth, adminEvent);
    }

    /** Returns how the realm stands, and what is wrong with it. */
    @Path("status")
    public StatusResource status() {
        return new StatusResource(session, realm, auth);
    }

    /** Erases a user from the grants. */
    @Path("users/{user}")
    public UserErasureResource user(@PathParam("user") String user) {
        return new UserErasureResource(session, realm, access, adminEvent, user);
    }

    /**
     * Returns a page of grants, by the query parameters {@code id}, {@code user} and {@code client} (ids), {@code decision}, {@code state},
     * {@code from}, {@code to}, {@code before} and {@code limit}.
     */
    @GET
    public GrantList list() {
        access.requireQuery();
        ConsentMetrics.called("list");
        GrantQuery query = query(parameters -> ListParameters.list(realm.getId(), parameters));
        access.requireView(query.filter().userId());
        GrantPage page = ledger().page(query);
        Instant now = now();
        return new GrantList(
                page.grants().stream()
                        .map(grant -> GrantRepresentation.of(grant, now))
                        .toList(),
                page.next());
    }

    /** Returns all grants with their records, a line each, by the query parameters of {@link #list} without {@code limit}. */
    @GET
    @Path("export")
    @Produces({NDJSON, MediaType.APPLICATION_JSON})
    public Response export() {
        access.requireQuery();
        ConsentMetrics.called("export");
        GrantQuery query = query(
                parameters -> ListParameters.export(realm.getId(), parameters, GrantExport.ROWS_IN_A_TRANSACTION));
        access.requireView(query.filter().userId());
        ledger();
        return Response.ok(new GrantExport(session.getKeycloakSessionFactory(), query), NDJSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"consent-grants.ndjson\"")
                .build();
    }

    private GrantQuery query(Function<MultivaluedMap<String, String>, GrantQuery> read) {
        try {
            return read.apply(session.getContext().getUri().getQueryParameters());
        } catch (IllegalArgumentException e) {
            throw ErrorResponse.error(String.valueOf(e.getMessage()), Response.Status.BAD_REQUEST);
        }
    }

    /** Returns one grant with its record. */
    @GET
    @Path("{id}")
    public GrantRepresentation get(@PathParam("id") String id) {
        access.requireQuery();
        ConsentMetrics.called("show");
        return GrantRepresentation.of(
                visible(id), now(), ledger().records(realm.getId(), List.of(id)).get(id));
    }

    /** Returns the receipt of a grant: its record and what became of it, signed. */
    @GET
    @Path("{id}/receipt")
    @Produces({ReceiptSigner.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    public Response receipt(@PathParam("id") String id) {
        access.requireQuery();
        ConsentMetrics.called("receipt");
        Grant seen = visible(id);
        @Nullable ConsentRecord record = ledger().records(realm.getId(), List.of(id)).get(id);
        if (record == null) {
            throw ErrorResponse.error("This grant has no record, so there is no receipt", Response.Status.NOT_FOUND);
        }
        // If the user was erased between the two statements, the id of the user must not be signed any more.
        Grant grant = record.personal() == null ? visible(id) : seen;
        String receipt = ReceiptSigner.sign(session, realm, ReceiptDocument.of(grant, record));
        return Response.ok(receipt, ReceiptSigner.MEDIA_TYPE).build();
    }

    /** A grant of the realm that the caller may see. */
    private Grant visible(String id) {
        return ledger().find(realm.getId(), id)
                .filter(found -> access.canView(found.userId()))
                .orElseThrow(GrantAccess::absent);
    }

    /** Revokes a grant; one that was revoked before stays as it is. Returns it. */
    @POST
    @Path("{id}/revoke")
    public GrantRepresentation revoke(@PathParam("id") String id) {
        access.requireQuery();
        ConsentMetrics.called("revoke");
        Grant grant = ledger().find(realm.getId(), id)
                .filter(found -> access.canManage(found.userId()) || access.canView(found.userId()))
                .orElseThrow(access::absentToChange);
        access.requireManage(grant.userId());
        if (grant.decision() == Decision.DENIED) {
            throw ErrorResponse.error("This request was denied: there is nothing to revoke", Response.Status.CONFLICT);
        }
        if (ledger().revoke(realm.getId(), id, REASON)) {
            adminEvent
                    .operation(OperationType.ACTION)
                    .resource(ResourceType.USER)
                    .resourcePath(session.getContext().getUri())
                    .representation(Map.of("grant", id, "user", grant.userId(), "client", grant.clientUuid()))
                    .success();
        }
        return ledger().find(realm.getId(), id)
                .map(found -> GrantRepresentation.of(found, now()))
                .orElseThrow(GrantAccess::absent);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    private ConsentGrantLedger ledger() {
        return Ledgers.require(session);
    }
}
