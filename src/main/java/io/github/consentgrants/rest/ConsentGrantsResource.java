package io.github.consentgrants.rest;

import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.store.ConsentGrantLedger;
import io.github.consentgrants.store.GrantPage;
import io.github.consentgrants.store.GrantQuery;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    private static final String DENIED = GrantRepresentation.lowerCase(Decision.DENIED);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    ConsentGrantsResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
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

    /** Returns a page of grants, by the query parameters {@code user}, {@code client} (ids), {@code before} and {@code limit}. */
    @GET
    public GrantList list() {
        auth.users().requireView();
        GrantPage page = ledger().page(query());
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        return new GrantList(
                page.grants().stream()
                        .map(grant -> GrantRepresentation.of(grant, now))
                        .toList(),
                page.next());
    }

    private GrantQuery query() {
        try {
            return ListParameters.query(
                    realm.getId(), session.getContext().getUri().getQueryParameters());
        } catch (IllegalArgumentException e) {
            throw ErrorResponse.error(String.valueOf(e.getMessage()), Response.Status.BAD_REQUEST);
        }
    }

    /** Returns one grant. */
    @GET
    @Path("{id}")
    public GrantRepresentation get(@PathParam("id") String id) {
        auth.users().requireView();
        return find(id);
    }

    /** Revokes a grant; one that was revoked before stays as it is. Returns it. */
    @POST
    @Path("{id}/revoke")
    public GrantRepresentation revoke(@PathParam("id") String id) {
        auth.users().requireManage();
        GrantRepresentation before = find(id);
        if (DENIED.equals(before.decision())) {
            throw ErrorResponse.error("This request was denied: there is nothing to revoke", Response.Status.CONFLICT);
        }
        if (ledger().revoke(realm.getId(), id, REASON)) {
            adminEvent
                    .operation(OperationType.ACTION)
                    .resource(ResourceType.USER)
                    .resourcePath(session.getContext().getUri())
                    .representation(Map.of("grant", id, "user", before.user(), "client", before.client()))
                    .success();
        }
        return find(id);
    }

    /** The same answer for a grant that is another realm's as for one that is nowhere. */
    private GrantRepresentation find(String id) {
        return ledger().find(realm.getId(), id)
                .map(grant -> GrantRepresentation.of(grant, Instant.ofEpochMilli(Time.currentTimeMillis())))
                .orElseThrow(() -> new NotFoundException("Could not find consent grant"));
    }

    private ConsentGrantLedger ledger() {
        @Nullable ConsentGrantLedger ledger = session.getProvider(ConsentGrantLedger.class);
        if (ledger == null) {
            throw ErrorResponse.error(
                    "No provider of consent-grant-ledger is in force: check the server options spi-consent-grant-ledger--*",
                    Response.Status.SERVICE_UNAVAILABLE);
        }
        return ledger;
    }
}
