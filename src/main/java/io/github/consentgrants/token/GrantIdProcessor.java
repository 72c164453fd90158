package io.github.consentgrants.token;

import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;

/**
 * Writes the id of the grant into each access token and refresh token, after all mappers, so that the tokens of a grant that is taken back
 * can be told from others at refresh, introspection and userinfo, whatever the mapper's switches are.
 */
final class GrantIdProcessor implements TokenPostProcessor {
    private final KeycloakSession session;

    GrantIdProcessor(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void process(TokenPostProcessorContext context) {
        ClientModel client = context.clientSessionCtx().getClientSession().getClient();
        TokensOfRequest.of(session, client)
                .ifPresent(grant -> Stream.of(context.accessToken(), context.refreshToken())
                        .flatMap(Stream::ofNullable)
                        .forEach(token -> grant.write(token.getOtherClaims())));
    }
}
