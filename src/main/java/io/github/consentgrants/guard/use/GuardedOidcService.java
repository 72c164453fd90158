package io.github.consentgrants.guard.use;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
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
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AppAuthManager.AuthHeader;
import org.keycloak.utils.OAuth2Error;

/** Keycloak's OIDC endpoints, of which userinfo refuses the access tokens of a grant that was taken back. */
public final class GuardedOidcService extends OIDCLoginProtocolService {
    private final KeycloakSession session;
    private final HttpRequest request;

    public GuardedOidcService(KeycloakSession session, EventBuilder event) {
        super(session, event);
        this.session = session;
        this.request = session.getContext().getHttpRequest();
    }

    /** The tokens are looked at before Keycloak does, which refuses what is no good token. */
    @Override
    @Path("userinfo")
    public Object issueUserInfo() {
        Stream.concat(header().stream(), form().stream())
                .flatMap(token -> Stream.ofNullable(session.tokens().decode(token, AccessToken.class)))
                .forEach(this::require);
        return super.issueUserInfo();
    }

    private Optional<String> header() {
        @Nullable AuthHeader header = AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(request.getHttpHeaders());
        return header == null ? Optional.empty() : Optional.ofNullable(header.getToken());
    }

    /** RFC 6750 2.2. */
    private Optional<String> form() {
        @Nullable String type = request.getHttpHeaders().getHeaderString(HttpHeaders.CONTENT_TYPE);
        boolean isForm = type != null
                && type.regionMatches(
                        true,
                        0,
                        MediaType.APPLICATION_FORM_URLENCODED,
                        0,
                        MediaType.APPLICATION_FORM_URLENCODED.length());
        return isForm
                ? Optional.ofNullable(request.getDecodedFormParameters().getFirst(OAuth2Constants.ACCESS_TOKEN))
                : Optional.empty();
    }

    private void require(AccessToken token) {
        RealmModel realm = session.getContext().getRealm();
        @Nullable String issuedFor = token.getIssuedFor();
        @Nullable ClientModel client = issuedFor == null ? null : realm.getClientByClientId(issuedFor);
        if (client == null) {
            return; // Keycloak refuses it.
        }
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(EventType.USER_INFO_REQUEST)
                .client(client)
                .session(token.getSessionId())
                .detail(Details.AUTH_METHOD, Details.VALIDATE_ACCESS_TOKEN);
        if (!ShownToken.isGood(session, client, token, event)) {
            Cors cors = Cors.builder()
                    .auth()
                    .allowedMethods(request.getHttpMethod())
                    .auth()
                    .exposedHeaders(Cors.ACCESS_CONTROL_ALLOW_METHODS);
            cors.checkAllowedOrigins(session, client);
            throw new OAuth2Error()
                    .json(false)
                    .session(session)
                    .realm(realm)
                    .cors(cors)
                    .invalidToken("Token verification failed");
        }
    }
}
