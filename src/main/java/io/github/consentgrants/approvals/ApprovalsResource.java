package io.github.consentgrants.approvals;

import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.rest.ReceiptSigner;
import io.github.consentgrants.store.GrantPage;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** The page "My approvals", for whoever is signed in; who is not signs in first and lands here. */
@Produces(MediaType.TEXT_HTML)
public final class ApprovalsResource {
    private static final int ON_A_PAGE = 20;
    private static final String TOKEN = "token";

    private final KeycloakSession session;
    private final ApprovalAddresses addresses;

    ApprovalsResource(KeycloakSession session) {
        this.session = session;
        this.addresses = new ApprovalAddresses(session);
    }

    /** Returns the REST twin. */
    @Path("api")
    public Object api() {
        return ApiEntry.of(session);
    }

    /** Returns a page of the list, the newest first. */
    @GET
    public Response list(@QueryParam(ApprovalAddresses.BEFORE) @Nullable String before) {
        @Nullable String after = before == null || !GrantId.isId(before) ? null : before;
        return Visit.answer(session, addresses.list(), visit -> {
            GrantPage page = visit.grants().page(after, ON_A_PAGE);
            return visit.pages().list(page, visit.grants().records(page.grants()), after == null);
        });
    }

    /** Shows one approval. */
    @GET
    @Path("{id}")
    public Response show(@PathParam("id") String id, @QueryParam(ApprovalAddresses.DONE) @Nullable String done) {
        return one(
                id,
                addresses.details(id),
                (visit, grant) -> visit.pages().details(grant, visit.grants().record(grant), done != null));
    }

    /** Returns the receipt, to be kept as a file. */
    @GET
    @Path("{id}/receipt")
    @Produces({ReceiptSigner.MEDIA_TYPE, MediaType.TEXT_HTML})
    public Response receipt(@PathParam("id") String id) {
        return one(
                id,
                addresses.details(id),
                (visit, grant) -> visit.grants()
                        .receipt(id)
                        .map(receipt -> file(receipt, grant))
                        .orElseGet(() -> visit.pages().notFound()));
    }

    private static Response file(String receipt, Grant grant) {
        return Response.ok(receipt, ReceiptSigner.MEDIA_TYPE)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"consent-receipt-" + grant.id() + ".jwt\"")
                .header(HttpHeaders.CACHE_CONTROL, ApprovalPages.NO_STORE)
                .build();
    }

    /** Asks whether an approval is to be taken back. */
    @GET
    @Path("{id}/take-back")
    public Response ask(@PathParam("id") String id) {
        return takeBack(id, (visit, grant) -> ask(visit, grant, false));
    }

    /** Takes it back, if the post comes from the page that asks. Keycloak reads no form from a body of another type. */
    @POST
    @Path("{id}/take-back")
    public Response take(@PathParam("id") String id) {
        return takeBack(id, (visit, grant) -> {
            @Nullable String sent = session.getContext()
                    .getHttpRequest()
                    .getDecodedFormParameters()
                    .getFirst(TOKEN);
            boolean ofThePage = FetchSite.isOwn(session)
                    && TakeBackToken.matches(visit.visitor().takeBackToken(grant.id()), sent);
            if (!ofThePage) {
                return ask(visit, grant, true);
            }
            visit.grants().takeBack(grant);
            return Response.seeOther(addresses.takenBack(grant.id())).build();
        });
    }

    private static Response ask(Visit visit, Grant grant, boolean again) {
        return visit.pages()
                .ask(grant, visit.grants().record(grant), visit.visitor().takeBackToken(grant.id()), again);
    }

    private Response takeBack(String id, BiFunction<Visit, Grant, Response> answer) {
        return one(id, addresses.takeBack(id), (visit, grant) -> {
            if (visit.visitor().isImpersonated()) {
                return visit.pages().impersonated();
            }
            return OwnGrants.canBeTakenBack(grant)
                    ? answer.apply(visit, grant)
                    : Response.seeOther(addresses.details(grant.id())).build();
        });
    }

    /** Answers about a grant of the visitor's; one of somebody else is answered as one that does not exist. */
    private Response one(String id, URI address, BiFunction<Visit, Grant, Response> answer) {
        URI landing = GrantId.isId(id) ? address : addresses.list();
        return Visit.answer(
                session,
                landing,
                visit -> visit.grants()
                        .find(id)
                        .map(grant -> answer.apply(visit, grant))
                        .orElseGet(() -> visit.pages().notFound()));
    }
}
