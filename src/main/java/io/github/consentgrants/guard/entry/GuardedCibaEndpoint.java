package io.github.consentgrants.guard.entry;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.ciba.endpoints.BackchannelAuthenticationEndpoint;
import org.keycloak.protocol.oidc.grants.ciba.endpoints.CibaRootEndpoint;

/** Keycloak's CIBA endpoints, with the guard at the one that asks the user. */
final class GuardedCibaEndpoint extends CibaRootEndpoint {
    private final KeycloakSession session;
    private @Nullable EventBuilder event;

    GuardedCibaEndpoint(KeycloakSession session) {
        super(session);
        this.session = session;
    }

    @Override
    public void setEvent(EventBuilder event) {
        super.setEvent(event);
        this.event = event;
    }

    @Override
    public BackchannelAuthenticationEndpoint authorize() {
        return new GuardedBackchannelEndpoint(session, Objects.requireNonNull(event, "Keycloak sets the event first"));
    }
}
