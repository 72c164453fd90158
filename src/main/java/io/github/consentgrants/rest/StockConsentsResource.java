package io.github.consentgrants.rest;

import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.request.StockConsentRemoval;
import io.github.consentgrants.store.WrittenConsents.Count;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * What the extension has written to Keycloak's own user consents: how much it is, and its removal, for a realm that
 * leaves the gate. Callers need the rights to all users with which Keycloak lets an administrator see and revoke a user's consent.
 */
@Produces(MediaType.APPLICATION_JSON)
public final class StockConsentsResource {
    private static final Logger LOG = Logger.getLogger(StockConsentsResource.class);
    private static final int USERS_IN_A_TRANSACTION = 100;

    /** Below the default timeouts of proxies and of Keycloak's transactions. */
    private static final Duration LIMIT = Duration.ofSeconds(50);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final GrantAccess access;
    private final AdminEventBuilder adminEvent;

    StockConsentsResource(KeycloakSession session, RealmModel realm, GrantAccess access, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.access = access;
        this.adminEvent = adminEvent;
    }

    /**
     * The answer to a removal.
     *
     * @param consents how many consents were removed as a whole
     * @param scopes how many scopes were taken out of consents, these included
     * @param remaining what a next call will remove
     */
    public record Removed(long consents, long scopes, Count remaining) {}

    /** Returns how much there is to remove. */
    @GET
    public Count count() {
        access.requireView(null);
        return removal(session).count();
    }

    /**
     * Removes it in several transactions and ends after a minute at most. The caller repeats the call until nothing
     * remains.
     */
    @DELETE
    public Removed remove() {
        access.requireManage(null);
        if (Gate.isOn(realm)) {
            throw ErrorResponse.error(
                    "This realm gates clients: sign-ins would write again what is removed."
                            + " Bind another browser flow and disable the required action first",
                    Response.Status.CONFLICT);
        }
        Removed removed = removeAll();
        LOG.infof(
                "Removed from the user consents of realm '%s' what consent grants had written: %s",
                realm.getName(), removed);
        adminEvent
                .operation(OperationType.ACTION)
                .resource(ResourceType.USER)
                .resourcePath(session.getContext().getUri())
                .representation(removed)
                .success();
        return removed;
    }

    private Removed removeAll() {
        long start = System.nanoTime();
        long consents = 0;
        long scopes = 0;
        Count remaining = inTransaction(StockConsentRemoval::count);
        while (!isNothing(remaining) && System.nanoTime() - start < LIMIT.toNanos()) {
            Count removed = inTransaction(removal -> removal.next(USERS_IN_A_TRANSACTION));
            consents += removed.consents();
            scopes += removed.scopes();
            remaining = inTransaction(StockConsentRemoval::count);
        }
        return new Removed(consents, scopes, remaining);
    }

    private static boolean isNothing(Count count) {
        return count.consents() == 0 && count.scopes() == 0;
    }

    private Count inTransaction(Function<StockConsentRemoval, Count> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
            RealmModel ownRealm = own.realms().getRealm(realm.getId());
            own.getContext().setRealm(ownRealm);
            return work.apply(removal(own, ownRealm));
        });
    }

    private StockConsentRemoval removal(KeycloakSession anySession) {
        return removal(anySession, realm);
    }

    private static StockConsentRemoval removal(KeycloakSession anySession, RealmModel realm) {
        return StockConsentRemoval.of(anySession, realm)
                .orElseThrow(() -> ErrorResponse.error(
                        "The provider consent-grant-written-consents is switched off",
                        Response.Status.SERVICE_UNAVAILABLE));
    }
}
