package io.github.consentgrants.demo.server;

import io.github.consentgrants.grant.ConsumeResult.Refused;
import io.github.consentgrants.store.ConsentGrantStore;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Presents the last token once more and says what the store answers. */
public final class ReplayResource {
    private final KeycloakSession session;

    ReplayResource(KeycloakSession session) {
        this.session = session;
    }

    @POST
    @Path("last")
    @Produces(MediaType.TEXT_PLAIN)
    public String replay() {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(), ReplayResource::replay);
    }

    private static String replay(KeycloakSession session) {
        ReplayableStore store = (ReplayableStore) session.getProvider(ConsentGrantStore.class);
        return store.replay()
                .map(result ->
                        result instanceof Refused refused ? refused.reason().value() : "granted")
                .orElse("nothing to replay");
    }
}
