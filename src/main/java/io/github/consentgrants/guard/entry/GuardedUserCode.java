package io.github.consentgrants.guard.entry;

import io.github.consentgrants.gate.NonInteractiveGrantType;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.DefaultOAuth2DeviceUserCodeProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.ErrorResponseException;

/** Gives no user code to the device of a gated client (RFC 8628 3.2), which the token endpoint would refuse in any case. */
final class GuardedUserCode extends DefaultOAuth2DeviceUserCodeProvider {
    private final KeycloakSession session;

    GuardedUserCode(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String generate() {
        KeycloakContext context = session.getContext();
        @Nullable ClientModel client = context.getClient();
        if (client != null) {
            EventBuilder event = new EventBuilder(context.getRealm(), session, context.getConnection())
                    .event(EventType.OAUTH2_DEVICE_AUTH);
            @Nullable ErrorResponseException refusal =
                    EarlyRefusal.refuseIfGated(session, client, NonInteractiveGrantType.DEVICE_CODE, event);
            if (refusal != null) {
                throw refusal;
            }
        }
        return super.generate();
    }
}
