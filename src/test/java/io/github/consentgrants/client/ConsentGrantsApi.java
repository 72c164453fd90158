package io.github.consentgrants.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/**
 * The admin API of consent grants, for {@code Keycloak.proxy} of Keycloak's admin client. {@code OpenApiTest} makes docs/openapi.json of it,
 * {@code JavaClientIT} calls it.
 */
@Path("/admin/realms/{realm}/consent-grants")
@Produces(MediaType.APPLICATION_JSON)
public interface ConsentGrantsApi {
    String NDJSON = "application/x-ndjson";

    String RECEIPT = "application/consent-receipt+jwt";

    String ID = "Id of a grant: consent_grant_id of the events";

    /**
     * A grant. Times are milliseconds since 1970.
     *
     * @param record in lists absent; else as docs/record-v1.schema.json describes it
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ConsentGrant(
            @Schema(required = true) String id,
            @Schema(required = true) String client,
            @Schema(required = true) String user,

            @Schema(
                    required = true,
                    enumeration = {"granted", "denied"})
            String decision,

            @Schema(
                    required = true,
                    enumeration = {"granted", "consumed", "redeemed", "denied", "expired", "revoked"})
            String state,

            @Schema(required = true) long decidedAt,
            @Schema(required = true) long expiresAt,
            Long consumedAt,
            Long redeemedAt,
            Long revokedAt,
            String revokedWhy,
            @Schema(required = true) boolean recorded,
            Map<String, Object> record) {}

    /** A page of the list. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ConsentGrantPage(@Schema(required = true) List<ConsentGrant> grants, String next) {}

    /** From how many grants a user was erased. */
    record Erased(@Schema(required = true) long erased) {}

    /** Which grants: what is null filters nothing. */
    final class Filter {
        @QueryParam("id")
        @Parameter(description = ID)
        public String id;

        @QueryParam("user")
        @Parameter(description = "Keycloak's id of the user")
        public String user;

        @QueryParam("client")
        @Parameter(description = "Keycloak's id of the client")
        public String client;

        @QueryParam("decision")
        @Parameter(schema = @Schema(enumeration = {"granted", "denied"}))
        public String decision;

        @QueryParam("state")
        @Parameter(schema = @Schema(enumeration = {"granted", "consumed", "redeemed", "denied", "expired", "revoked"}))
        public String state;

        @QueryParam("from")
        @Parameter(description = "Decided at this time or later: a day in UTC, or a time with offset")
        public String from;

        @QueryParam("to")
        @Parameter(description = "Decided before this time")
        public String to;

        @QueryParam("before")
        @Parameter(
                description =
                        "Only what comes after this id: next of the page before, or the last id of an export that broke off")
        public String before;
    }

    @GET
    @Operation(operationId = "list", summary = "A page of grants, the newest first")
    ConsentGrantPage list(
            @PathParam("realm") String realm,
            @BeanParam Filter filter,
            @Parameter(schema = @Schema(minimum = "1", maximum = "1000", defaultValue = "100")) @QueryParam("limit")
                    Integer limit);

    @GET
    @Path("{id}")
    @Operation(operationId = "get", summary = "One grant, with its record")
    ConsentGrant get(@PathParam("realm") String realm, @Parameter(description = ID) @PathParam("id") String id);

    @GET
    @Path("export")
    @Produces(NDJSON)
    @Operation(
            operationId = "export",
            summary =
                    "Grants with their records, a JSON object a line, the newest first; the last line is {\"exported\": n}")
    InputStream export(@PathParam("realm") String realm, @BeanParam Filter filter);

    @GET
    @Path("{id}/receipt")
    @Produces(RECEIPT)
    @Operation(
            operationId = "receipt",
            summary =
                    "The record and what became of it, signed: a compact JWS whose payload docs/receipt-v1.schema.json describes")
    String receipt(@PathParam("realm") String realm, @Parameter(description = ID) @PathParam("id") String id);

    @POST
    @Path("{id}/revoke")
    @Operation(operationId = "revoke", summary = "Revokes a grant; one that was revoked before stays as it is")
    ConsentGrant revoke(@PathParam("realm") String realm, @Parameter(description = ID) @PathParam("id") String id);

    @DELETE
    @Path("users/{user}")
    @Operation(operationId = "erase", summary = "Erases a user from all grants and records of the realm")
    Erased erase(@PathParam("realm") String realm, @PathParam("user") String user);
}
