package io.github.consentgrants.rest;

import io.github.consentgrants.audit.ConsentMetrics;
import io.github.consentgrants.store.GrantPage;
import io.github.consentgrants.store.GrantQuery;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** The admin API of one realm: the list of its grants, and the way to all else. */
@Produces(MediaType.APPLICATION_JSON)
public final class ConsentGrantsResource {
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

    /**
     * Returns a page of grants, by the query parameters {@code id}, {@code user} and {@code client} (ids), {@code decision}, {@code state},
     * {@code from}, {@code to}, {@code before} and {@code limit}.
     */
    @GET
    public GrantList list() {
        access.requireQuery();
        ConsentMetrics.called("list");
        GrantQuery query = Inputs.orBadRequest(() ->
                ListParameters.list(realm.getId(), session.getContext().getUri().getQueryParameters()));
        access.requireView(query.filter().userId());
        GrantPage page = Ledgers.require(session).page(query);
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        return new GrantList(
                page.grants().stream()
                        .map(grant -> GrantRepresentation.of(grant, now))
                        .toList(),
                page.next());
    }

    /** Returns one grant. */
    @Path("{id}")
    public GrantResource grant(@PathParam("id") String id) {
        return new GrantResource(session, realm, access, adminEvent, id);
    }

    /** Returns all grants as one stream. */
    @Path("export")
    public ExportResource export() {
        return new ExportResource(session, realm, access);
    }

    /** Erases a user from the grants. */
    @Path("users/{user}")
    public UserErasureResource user(@PathParam("user") String user) {
        return new UserErasureResource(session, realm, access, adminEvent, user);
    }

    /** Returns what the extension has written to Keycloak's own consents. */
    @Path("stock-consents")
    public StockConsentsResource stockConsents() {
        return new StockConsentsResource(session, realm, access, adminEvent);
    }

    /** Returns the set-up of the realm. */
    @Path("setup")
    public SetupResource setup() {
        return new SetupResource(session, realm, auth, adminEvent);
    }

    /** Returns who is asked, and why. */
    @Path("policy")
    public PolicyResource policy() {
        return new PolicyResource(session, realm, auth, access);
    }

    /** Returns how the realm stands, and what is wrong with it. */
    @Path("status")
    public StatusResource status() {
        return new StatusResource(session, realm, auth);
    }
}
