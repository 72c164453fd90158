package io.github.consentgrants.rest;

import io.github.consentgrants.status.RealmStatus;
import io.github.consentgrants.status.SnapshotReader;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** How the realm stands, for those who may view it. Changes nothing, so that a probe can ask. */
@Produces(MediaType.APPLICATION_JSON)
public final class StatusResource {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;

    StatusResource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
    }

    /** Returns what was read of the realm, and what is wrong. */
    @GET
    public RealmStatus status() {
        auth.realm().requireViewRealm();
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        return RealmStatus.of(new SnapshotReader(session, realm, now).read());
    }
}
