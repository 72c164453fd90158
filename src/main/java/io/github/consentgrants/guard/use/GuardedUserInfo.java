package io.github.consentgrants.guard.use;

import io.github.consentgrants.token.HeaderToken;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.endpoints.UserInfoEndpoint;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.cors.Cors;
import org.keycloak.utils.OAuth2Error;

/**
 * Keycloak's userinfo (OIDC Core 5.3), which refuses the access tokens of a grant that was taken back. The tokens are looked at before
 * Keycloak does, which refuses what is no good token.
 */
public final class GuardedUserInfo extends UserInfoEndpoint {
    private static final String JWT = "application/jwt";

    private final KeycloakSession session;
    private final HttpRequest request;

    GuardedUserInfo(KeycloakSession session) {
        super(session, new TokenManager());
        this.session = session;
        this.request = session.getContext().getHttpRequest();
    }

    @Override
    @Path("/")
    @GET
    @Produces({MediaType.APPLICATION_JSON, JWT})
    public Response issueUserInfoGet() {
        header().forEach(this::require);
        return super.issueUserInfoGet();
    }

    /** The token is in the header or in the form (RFC 6750 2.2). */
    @Override
    @Path("/")
    @POST
    @Produces({MediaType.APPLICATION_JSON, JWT})
    public Response issueUserInfoPost() {
        Stream.concat(header(), form()).forEach(this::require);
        return super.issueUserInfoPost();
    }

    private Stream<String> header() {
        return HeaderToken.of(request.getHttpHeaders());
    }

    private Stream<String> form() {
        return Stream.ofNullable(request.getDecodedFormParameters())
                .flatMap(form -> Stream.ofNullable(form.getFirst(OAuth2Constants.ACCESS_TOKEN)));
    }

    private void require(String presented) {
        RealmModel realm = session.getContext().getRealm();
        @Nullable AccessToken token = session.tokens().decode(presented, AccessToken.class);
        @Nullable String issuedFor = token == null ? null : token.getIssuedFor();
        @Nullable ClientModel client = issuedFor == null ? null : realm.getClientByClientId(issuedFor);
        if (token == null || client == null) {
            return; // Keycloak refuses it.
        }
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(EventType.USER_INFO_REQUEST)
                .client(client)
                .session(token.getSessionId())
                .detail(Details.AUTH_METHOD, Details.VALIDATE_ACCESS_TOKEN);
        if (!ShownToken.isGood(session, client, token, event)) {
            throw refusal(realm, client);
        }
    }

    /** As Keycloak answers to a token that is no longer valid (RFC 6750 3.1). */
    private RuntimeException refusal(RealmModel realm, ClientModel client) {
        Cors cors = Cors.builder()
                .auth()
                .allowedMethods(request.getHttpMethod())
                .auth()
                .exposedHeaders(Cors.ACCESS_CONTROL_ALLOW_METHODS);
        cors.checkAllowedOrigins(session, client);
        return new OAuth2Error()
                .json(false)
                .session(session)
                .realm(realm)
                .cors(cors)
                .invalidToken("Token verification failed");
    }
}
