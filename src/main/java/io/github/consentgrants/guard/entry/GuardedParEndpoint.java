package io.github.consentgrants.guard.entry;

import io.github.consentgrants.gate.Gate;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.par.ParResponse;
import org.keycloak.protocol.oidc.par.endpoints.ParEndpoint;
import org.keycloak.protocol.oidc.par.endpoints.ParRootEndpoint;

/** Keycloak's endpoint for pushed authorization requests, which says for a gated client in which realm one was pushed. */
final class GuardedParEndpoint extends ParRootEndpoint {
    private final KeycloakSession session;
    private @Nullable EventBuilder event;

    GuardedParEndpoint(KeycloakSession session) {
        super(session);
        this.session = session;
    }

    @Override
    public void setEvent(EventBuilder event) {
        super.setEvent(event);
        this.event = event;
    }

    @Override
    public ParEndpoint request() {
        return new Request(session, Objects.requireNonNull(event, "Keycloak sets the event first"));
    }

    private static final class Request extends ParEndpoint {
        Request(KeycloakSession session, EventBuilder event) {
            super(session, event);
        }

        @Override
        public Response request() {
            Response response = super.request();
            if (response.getEntity() instanceof ParResponse pushed
                    && Gate.of(realm, client).isPresent()) {
                PushedRequestRealm.remember(session, pushed.getRequestUri(), pushed.getExpiresIn());
            }
            return response;
        }
    }
}
