package io.github.consentgrants.rest;

import io.github.consentgrants.audit.ConsentMetrics;
import io.github.consentgrants.store.ConsentGrantLedger;
import io.github.consentgrants.store.GrantQuery;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** Erases one user from all grants, at once. What the sweep does for a removed user, for one who stays, or without waiting for it. */
@Produces(MediaType.APPLICATION_JSON)
public final class UserErasureResource {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final GrantAccess access;
    private final AdminEventBuilder adminEvent;
    private final String user;

    UserErasureResource(
            KeycloakSession session, RealmModel realm, GrantAccess access, AdminEventBuilder adminEvent, String user) {
        this.session = session;
        this.realm = realm;
        this.access = access;
        this.adminEvent = adminEvent;
        this.user = user;
    }

    /**
     * The answer.
     *
     * @param erased from how many grants
     */
    public record Erased(long erased) {}

    /** Erases in short transactions. A caller whose connection broke can call again. */
    @DELETE
    public Erased erase() {
        access.requireQuery();
        Inputs.orBadRequest(() -> Inputs.id("user", user));
        access.requireManage(user);
        ConsentMetrics.called("erase");
        Ledgers.require(session);
        long erased = 0;
        int last;
        do {
            last = KeycloakModelUtils.runJobInTransactionWithResult(
                    session.getKeycloakSessionFactory(),
                    own -> own.getProvider(ConsentGrantLedger.class).erase(realm.getId(), user, GrantQuery.MAX_LIMIT));
            erased += last;
        } while (last > 0);
        adminEvent
                .operation(OperationType.DELETE)
                .resource(ResourceType.USER)
                .resourcePath(session.getContext().getUri())
                .representation(Map.of("user", user, "erased", erased))
                .success();
        return new Erased(erased);
    }
}
