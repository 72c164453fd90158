package io.github.consentgrants.guard.token;

import io.github.consentgrants.gate.NonInteractiveGrantType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType.Context;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.representations.idm.authorization.PermissionTicketToken;

/**
 * A client that a token request concerns beside the one that makes it.
 *
 * @param client the client
 * @param error the error code to answer with if this client must not get tokens
 */
record AffectedClient(ClientModel client, String error) {
    private static final String TICKET = "ticket";
    /** UMA 2.0 Grant 3.3.6. */
    private static final String REQUEST_DENIED = "request_denied";

    static List<AffectedClient> of(NonInteractiveGrantType grant, Context context) {
        return switch (grant) {
            case TOKEN_EXCHANGE ->
                Stream.concat(
                                audience(context, OAuthErrorException.INVALID_TARGET),
                                presenter(
                                        context,
                                        OAuth2Constants.SUBJECT_TOKEN,
                                        AccessToken.class,
                                        OAuthErrorException.INVALID_REQUEST))
                        .toList();
            case UMA_TICKET ->
                Stream.concat(
                                audience(context, REQUEST_DENIED),
                                presenter(context, TICKET, PermissionTicketToken.class, REQUEST_DENIED))
                        .toList();
            default -> List.of();
        };
    }

    private static Stream<AffectedClient> audience(Context context, String error) {
        return context.getFormParams().getOrDefault(OAuth2Constants.AUDIENCE, List.of()).stream()
                .map(clientId -> of(context, clientId, error))
                .filter(Objects::nonNull);
    }

    /** The client that a token of this realm was issued for ({@code azp}); whether the token holds is Keycloak's to say. */
    private static Stream<AffectedClient> presenter(
            Context context, String parameter, Class<? extends JsonWebToken> type, String error) {
        @Nullable String token = context.getFormParams().getFirst(parameter);
        @Nullable JsonWebToken jwt = token == null ? null : context.getSession().tokens().decode(token, type);
        return jwt == null ? Stream.empty() : Stream.ofNullable(of(context, jwt.getIssuedFor(), error));
    }

    private static @Nullable AffectedClient of(Context context, @Nullable String clientId, String error) {
        ClientModel client = clientId == null ? null : context.getRealm().getClientByClientId(clientId);
        return client == null ? null : new AffectedClient(client, error);
    }
}
