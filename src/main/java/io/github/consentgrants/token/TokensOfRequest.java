package io.github.consentgrants.token;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/**
 * Which grant the tokens come from that this very HTTP request makes or reads. It lives in the Keycloak session, which ends with the
 * request: no other request can inherit it.
 */
public final class TokensOfRequest {
    private static final String ATTRIBUTE = TokensOfRequest.class.getName();

    private TokensOfRequest() {}

    private record Tokens(String clientUuid, TokenGrant grant) {}

    /** Says that the tokens of a client that this request makes or reads come from {@code grant}. */
    public static void comeFrom(KeycloakSession session, ClientModel client, TokenGrant grant) {
        session.setAttribute(ATTRIBUTE, new Tokens(client.getId(), grant));
    }

    /** Returns the grant that the tokens of a client come from in this request. */
    public static Optional<TokenGrant> of(KeycloakSession session, ClientModel client) {
        @Nullable Tokens tokens = session.getAttribute(ATTRIBUTE, Tokens.class);
        return Optional.ofNullable(tokens)
                .filter(found -> found.clientUuid().equals(client.getId()))
                .map(Tokens::grant);
    }
}
