package io.github.consentgrants.client;

import io.github.consentgrants.client.ConsentGrantsApi.ConsentGrant;
import io.github.consentgrants.client.ConsentGrantsApi.ConsentGrantPage;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The user's own approvals, with an access token for the account client. As {@link ConsentGrantsApi}. */
@Path("/realms/{realm}/consent-grants/api")
@Produces(MediaType.APPLICATION_JSON)
public interface OwnApprovalsApi {
    @GET
    @Operation(
            operationId = "listOwn",
            summary = "A page of the caller's grants with their records, the newest first. Roles of the client account:"
                    + " view-consent, manage-consent or manage-account")
    ConsentGrantPage list(
            @PathParam("realm") String realm,
            @Parameter(description = "Only what comes after this id: next of the page before") @QueryParam("before")
                    String before,
            @Parameter(schema = @Schema(minimum = "1", maximum = "100", defaultValue = "20")) @QueryParam("limit")
                    Integer limit);

    @GET
    @Path("{id}")
    @Operation(operationId = "getOwn", summary = "One grant of the caller's, with its record")
    ConsentGrant get(
            @PathParam("realm") String realm, @Parameter(description = ConsentGrantsApi.ID) @PathParam("id") String id);

    @GET
    @Path("{id}/receipt")
    @Produces(ConsentGrantsApi.RECEIPT)
    @Operation(operationId = "receiptOwn", summary = "The receipt of a grant of the caller's, as administrators get it")
    String receipt(
            @PathParam("realm") String realm, @Parameter(description = ConsentGrantsApi.ID) @PathParam("id") String id);

    @POST
    @Path("{id}/revoke")
    @Operation(
            operationId = "revokeOwn",
            summary = "Takes a grant of the caller's back; one that was taken back before stays as it is. Roles of the"
                    + " client account: manage-consent or manage-account")
    ConsentGrant revoke(
            @PathParam("realm") String realm, @Parameter(description = ConsentGrantsApi.ID) @PathParam("id") String id);
}
