package io.github.consentgrants.probe;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceCodeModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.grants.ciba.channel.CIBAAuthenticationRequest;

/** What another extension does to users. */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class UserProbe {
    private static final int SECONDS = 120;
    private static final int POLLING = 5;

    private final KeycloakSession session;

    UserProbe(KeycloakSession session) {
        this.session = session;
    }

    private UserModel user(Map<String, String> arguments) {
        return session.users().getUserByUsername(session.getContext().getRealm(), arguments.get("user"));
    }

    @POST
    @Path("add-action")
    public Map<String, String> addAction(Map<String, String> arguments) {
        user(arguments).addRequiredAction(arguments.get("action"));
        return Map.of();
    }

    /** Makes a backchannel request that the user has confirmed on a device. */
    @POST
    @Path("approved-ciba")
    public Map<String, String> approvedCiba(Map<String, String> arguments) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel client = realm.getClientByClientId(arguments.get("client"));
        CIBAAuthenticationRequest request = new CIBAAuthenticationRequest(session, user(arguments), client);
        request.setClient(client);
        request.setScope("openid");
        request.exp(request.getIat() + SECONDS);
        OAuth2DeviceCodeModel approved = OAuth2DeviceCodeModel.create(
                        realm,
                        client,
                        request.getId(),
                        "openid",
                        null,
                        SECONDS,
                        POLLING,
                        null,
                        null,
                        Map.of(),
                        null,
                        null)
                .approve("confirmed");
        session.singleUseObjects().put(approved.serializeKey(), SECONDS, approved.toMap());
        return Map.of("auth_req_id", request.serialize(session));
    }
}
