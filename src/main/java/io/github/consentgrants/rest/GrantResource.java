package io.github.consentgrants.rest;

import io.github.consentgrants.audit.ConsentMetrics;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.receipt.ReceiptDocument;
import io.github.consentgrants.revoke.GrantRevocation;
import io.github.consentgrants.revoke.RevokedBy;
import io.github.consentgrants.store.ConsentGrantLedger;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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

/** One grant, for those who may view its user, and its revocation, for those who may manage the user. */
@Produces(MediaType.APPLICATION_JSON)
public final class GrantResource {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final GrantAccess access;
    private final AdminEventBuilder adminEvent;
    private final String id;

    GrantResource(
            KeycloakSession session, RealmModel realm, GrantAccess access, AdminEventBuilder adminEvent, String id) {
        this.session = session;
        this.realm = realm;
        this.access = access;
        this.adminEvent = adminEvent;
        this.id = id;
    }

    /** Returns it with its record. */
    @GET
    public GrantRepresentation get() {
        access.requireQuery();
        ConsentMetrics.called("show");
        return GrantRepresentation.of(visible(), now(), record());
    }

    /** Returns its receipt: its record and what became of it, signed. */
    @GET
    @Path("receipt")
    @Produces({ReceiptSigner.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    public Response receipt() {
        access.requireQuery();
        ConsentMetrics.called("receipt");
        Grant seen = visible();
        @Nullable ConsentRecord record = record();
        if (record == null) {
            throw ErrorResponse.error("This grant has no record, so there is no receipt", Response.Status.NOT_FOUND);
        }
        // If the user was erased between the two statements, the id of the user must not be signed any more.
        Grant grant = record.personal() == null ? visible() : seen;
        String receipt = ReceiptSigner.sign(session, realm, ReceiptDocument.of(grant, record));
        return Response.ok(receipt, ReceiptSigner.MEDIA_TYPE).build();
    }

    /** Revokes it; one that was revoked before stays as it is. Returns it. */
    @POST
    @Path("revoke")
    public GrantRepresentation revoke() {
        access.requireQuery();
        ConsentMetrics.called("revoke");
        Grant grant = ledger().find(realm.getId(), id)
                .filter(found -> access.canManage(found.userId()) || access.canView(found.userId()))
                .orElseThrow(access::absentToChange);
        access.requireManage(grant.userId());
        if (grant.decision() == Decision.DENIED) {
            throw ErrorResponse.error("This request was denied: there is nothing to revoke", Response.Status.CONFLICT);
        }
        if (new GrantRevocation(session, realm, ledger()).revoke(grant, RevokedBy.ADMINISTRATOR)) {
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

    /** The grant, if the caller may see it. */
    private Grant visible() {
        return ledger().find(realm.getId(), id)
                .filter(found -> access.canView(found.userId()))
                .orElseThrow(GrantAccess::absent);
    }

    private @Nullable ConsentRecord record() {
        return ledger().records(realm.getId(), List.of(id)).get(id);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    private ConsentGrantLedger ledger() {
        return Ledgers.require(session);
    }
}
