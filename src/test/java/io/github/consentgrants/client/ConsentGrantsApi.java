package io.github.consentgrants.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
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

            @Schema(description = "The grant that the user clicked, if this one was derived from it")
            String parent,

            @Schema(required = true) boolean recorded,
            Map<String, Object> record) {}

    /** A page of the list. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ConsentGrantPage(@Schema(required = true) List<ConsentGrant> grants, String next) {}

    /**
     * Why a user is asked, or not.
     *
     * @param rule as docs/policy.md lists them
     * @param maxAge seconds for which an approval lasts, if the user is asked once in a session
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record AskPolicy(
            @Schema(
                    required = true,
                    enumeration = {"each_request", "once_per_session", "never", "not_gated"})
            String asked,

            @Schema(required = true) String rule,
            @Schema(required = true) String because,
            Long maxAge,

            @Schema(
                    required = true,
                    enumeration = {"unset", "always", "session"})
            String clientPolicies,

            @Schema(
                    required = true,
                    enumeration = {"all", "members", "non-members"})
            String users,

            @Schema(required = true) String usersOf,

            @Schema(
                    required = true,
                    enumeration = {"everybody", "asked", "not_asked"})
            String user,

            @Schema(required = true) List<ScopePolicy> scopes) {}

    /** How often users are asked for a client scope. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ScopePolicy(
            @Schema(required = true) String name,

            @Schema(
                    required = true,
                    enumeration = {"unset", "always", "session", "never-alone"})
            String ask) {}

    /** From how many grants a user was erased. */
    record Erased(@Schema(required = true) long erased) {}

    /** Consents, and scopes in them. */
    record Count(
            @Schema(required = true) long consents,
            @Schema(required = true) long scopes) {}

    /** What was removed of Keycloak's own consents. */
    record Removed(
            @Schema(required = true) long consents,
            @Schema(required = true) long scopes,
            @Schema(required = true) Count remaining) {}

    /**
     * What a set-up is to do.
     *
     * @param settings of the required action, such as time-to-live; an empty text takes one out
     */
    record SetupRequest(Map<String, String> settings, boolean dryRun) {}

    /** What a set-up did, or would do. */
    record SetupResult(
            @Schema(required = true) boolean dryRun,
            @Schema(required = true) List<String> changes,
            String browserFlow,
            @Schema(required = true) List<ClientFlow> clientFlows) {}

    /** A gated client whose own flow lacks the authenticator. */
    record ClientFlow(
            @Schema(required = true) String clientId,
            @Schema(required = true) String flow,
            @Schema(required = true) String authenticator) {}

    /** How a realm stands. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record RealmStatus(
            @Schema(
                    required = true,
                    enumeration = {"ok", "warning", "error"})
            String state,

            @Schema(required = true) List<Problem> problems,
            @Schema(required = true) boolean gated,
            @Schema(required = true) List<Action> actions,
            @Schema(required = true) List<Setting> settings,
            @Schema(required = true) Flow browserFlow,
            @Schema(required = true) List<ClientFlow> clientFlows,
            @Schema(required = true) Clients clients,
            Map<String, Object> usersWithAction,
            Map<String, Object> earlierConsents,
            @Schema(required = true) List<Held> guard,
            @Schema(required = true) List<String> unknownGrantTypes,
            String store,
            String ledger,
            Sweep sweep,
            @Schema(required = true) Versions versions) {}

    /** What is wrong, what it leads to, and what to do. */
    record Problem(
            @Schema(required = true) String code,

            @Schema(
                    required = true,
                    enumeration = {"error", "warning", "info"})
            String level,

            @Schema(required = true) String meaning,
            @Schema(required = true) String mend) {}

    /** A model of the required action. */
    record Action(
            @Schema(required = true) String alias,
            @Schema(required = true) boolean enabled,
            @Schema(required = true) boolean defaultAction,
            @Schema(required = true) boolean found) {}

    /** A setting in force. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Setting(
            @Schema(required = true) String name,
            String value,
            @Schema(required = true) String source) {}

    /** The flow for browsers. */
    record Flow(String alias, @Schema(required = true) String authenticator) {}

    /** The gated clients. */
    record Clients(
            @Schema(required = true) long total,
            @Schema(required = true) int lookedAt,
            @Schema(required = true) int gated,
            @Schema(required = true) List<String> first) {}

    /** How far the sweep has come. */
    record Sweep(@Schema(required = true) long intervalSeconds, Long lastPassAt, Long position, Long lagSeconds) {}

    /** The provider of a place on which the approval rests. */
    record Held(
            @Schema(required = true) String spi,
            @Schema(required = true) String provider,
            String type,
            @Schema(required = true) boolean ours) {}

    /** What runs. */
    record Versions(
            @Schema(required = true) String consentGrants,
            @Schema(required = true) String keycloak) {}

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

    @GET
    @Path("status")
    @Operation(operationId = "status", summary = "How the realm stands, and what is wrong with it")
    RealmStatus status(@PathParam("realm") String realm);

    @GET
    @Path("policy")
    @Operation(
            operationId = "policy",
            summary =
                    "Why a user is asked by a client, or not, when it sends an ordinary authorization request for a code")
    AskPolicy policy(
            @PathParam("realm") String realm,
            @Parameter(description = "Id of a client, or its client_id", required = true) @QueryParam("client")
                    String client,
            @Parameter(description = "Id of a user, or the user name", required = true) @QueryParam("user") String user,
            @Parameter(description = "The scope parameter of the request") @QueryParam("scope") String scope);

    @POST
    @Path("setup")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "setUp", summary = "Completes the set-up of the realm; what is in order stays as it is")
    SetupResult setUp(@PathParam("realm") String realm, SetupRequest request);

    @DELETE
    @Path("setup")
    @Operation(operationId = "undoSetUp", summary = "Puts the flow back that was bound for browsers before the set-up")
    SetupResult undoSetUp(
            @PathParam("realm") String realm,
            @Parameter(description = "Whether to change nothing") @QueryParam("dryRun") Boolean dryRun);

    @GET
    @Path("stock-consents")
    @Operation(
            operationId = "countStockConsents",
            summary = "How much of Keycloak's own user consents was written by approvals")
    Count countStockConsents(@PathParam("realm") String realm);

    @DELETE
    @Path("stock-consents")
    @Operation(
            operationId = "removeStockConsents",
            summary = "Removes it, for a realm that leaves the gate; to be repeated until nothing remains")
    Removed removeStockConsents(@PathParam("realm") String realm);
}
