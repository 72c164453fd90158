package io.github.consentgrants.approvals;

import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.rest.GrantRepresentation;
import io.github.consentgrants.rest.ReceiptSigner;
import io.github.consentgrants.store.GrantPage;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.AccountRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.managers.Auth;

/** The REST twin of the page: the caller's own approvals, with the roles with which the account API shows and revokes consents. */
@Produces(MediaType.APPLICATION_JSON)
public final class ApprovalsApi {
    private static final String LIMIT = "limit";
    private static final Set<String> PARAMETERS = Set.of(ApprovalAddresses.BEFORE, LIMIT);
    private static final int DEFAULT_LIMIT = 20;

    /** Records come with the list, and one can have 128 KB. */
    private static final int MAX_LIMIT = 100;

    private final KeycloakSession session;
    private final Auth auth;
    private final Visitor caller;

    ApprovalsApi(KeycloakSession session, Auth auth) {
        this.session = session;
        this.auth = auth;
        this.caller = new Visitor(auth.getUser(), auth.getSession(), null);
    }

    /**
     * A page of the list.
     *
     * @param grants the newest first, with their records
     * @param next the parameter {@code before} of the next page; null if this is the last one
     */
    public record OwnGrantList(
            List<GrantRepresentation> grants, @Nullable String next) {}

    /** Returns a page of approvals, by the query parameters {@code before} and {@code limit}. */
    @GET
    public Response list() {
        requireView();
        MultivaluedMap<String, String> parameters =
                session.getContext().getUri().getQueryParameters();
        if (!PARAMETERS.containsAll(parameters.keySet())) {
            throw badRequest("Unknown parameter. There are: before, limit");
        }
        OwnGrants grants = grants();
        GrantPage page = grants.page(before(parameters), limit(parameters));
        Map<String, ConsentRecord> records = grants.records(page.grants());
        return ok(new OwnGrantList(
                page.grants().stream()
                        .map(grant -> GrantRepresentation.of(grant, now(), records.get(grant.id())))
                        .toList(),
                page.next()));
    }

    private static @Nullable String before(MultivaluedMap<String, String> parameters) {
        List<String> values = parameters.getOrDefault(ApprovalAddresses.BEFORE, List.of());
        if (values.size() > 1 || !values.stream().allMatch(GrantId::isId)) {
            throw badRequest("The parameter before is no id of a grant");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static int limit(MultivaluedMap<String, String> parameters) {
        List<String> values = parameters.getOrDefault(LIMIT, List.of(Integer.toString(DEFAULT_LIMIT)));
        try {
            int limit = values.size() == 1 ? Integer.parseInt(values.get(0)) : 0;
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw badRequest("The parameter limit is no number from 1 to " + MAX_LIMIT);
    }

    /** Returns one approval with its record. */
    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        requireView();
        return ok(whole(id));
    }

    /** Returns the receipt of an approval. */
    @GET
    @Path("{id}/receipt")
    @Produces({ReceiptSigner.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    public Response receipt(@PathParam("id") String id) {
        requireView();
        String receipt = grants().receipt(id).orElseThrow(ApprovalsApi::absent);
        return Response.ok(receipt, ReceiptSigner.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, ApprovalPages.NO_STORE)
                .build();
    }

    /** Takes an approval back; one that was taken back before stays as it is. Returns it. */
    @POST
    @Path("{id}/revoke")
    public Response revoke(@PathParam("id") String id) {
        auth.requireOneOf(AccountRoles.MANAGE_ACCOUNT, AccountRoles.MANAGE_CONSENT);
        OwnGrants grants = grants();
        Grant grant = grants.find(id).orElseThrow(ApprovalsApi::absent);
        if (caller.isImpersonated()) {
            throw ErrorResponse.error("Only the user can take an approval back", Response.Status.FORBIDDEN);
        }
        if (OwnGrants.isDenial(grant)) {
            throw ErrorResponse.error("This request was denied: there is nothing to revoke", Response.Status.CONFLICT);
        }
        grants.takeBack(grant);
        return ok(whole(id));
    }

    private GrantRepresentation whole(String id) {
        OwnGrants grants = grants();
        Grant grant = grants.find(id).orElseThrow(ApprovalsApi::absent);
        return GrantRepresentation.of(grant, now(), grants.record(grant));
    }

    private void requireView() {
        auth.requireOneOf(AccountRoles.MANAGE_ACCOUNT, AccountRoles.MANAGE_CONSENT, AccountRoles.VIEW_CONSENT);
    }

    private OwnGrants grants() {
        return OwnGrants.of(session, caller)
                .orElseThrow(() -> ErrorResponse.error(
                        "No provider of consent-grant-ledger is in force", Response.Status.SERVICE_UNAVAILABLE));
    }

    private static Response ok(Object entity) {
        return Response.ok(entity)
                .header(HttpHeaders.CACHE_CONTROL, ApprovalPages.NO_STORE)
                .build();
    }

    private static RuntimeException badRequest(String message) {
        return ErrorResponse.error(message, Response.Status.BAD_REQUEST);
    }

    private static RuntimeException absent() {
        return new NotFoundException("Could not find consent grant");
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
