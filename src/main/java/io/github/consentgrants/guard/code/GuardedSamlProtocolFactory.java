package io.github.consentgrants.guard.code;

import io.github.consentgrants.guard.GuardInForce;
import io.github.consentgrants.guard.entry.GuardedSamlService;
import io.github.consentgrants.startup.OwnFactory;
import org.keycloak.Config;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.saml.SamlProtocolFactory;
import org.keycloak.saml.validators.DestinationValidator;

/** Puts the guard in the place of Keycloak's SAML login protocol, and of its endpoint. */
public final class GuardedSamlProtocolFactory extends SamlProtocolFactory implements OwnFactory {
    private DestinationValidator destinations = DestinationValidator.forProtocolMap(null);

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        destinations = DestinationValidator.forProtocolMap(config.getArray("knownProtocols"));
    }

    @Override
    public LoginProtocol create(KeycloakSession session) {
        return new GuardedSamlProtocol().setSession(session);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        super.postInit(factory);
        GuardInForce.requireOnce(factory);
    }

    @Override
    public Object createProtocolEndpoint(KeycloakSession session, EventBuilder event) {
        return new GuardedSamlService(session, event, getMaxInflatingSize(), destinations);
    }

    /** The admin console lists the protocols by their order, and the first is the default: OIDC stays that. */
    @Override
    public int order() {
        return super.order() + 1;
    }
}
