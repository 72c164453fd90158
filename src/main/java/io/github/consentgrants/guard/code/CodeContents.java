package io.github.consentgrants.guard.code;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.OAuth2Code;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a code carries, but for its id and expiration: values of our own, since the constructor of Keycloak's {@link OAuth2Code} has
 * changed from one patch version to the next.
 *
 * @param clientUuid Keycloak's internal id of the client
 * @param userSessionId id of the user session
 * @param parameters of the authorization request, in a fixed order
 */
public record CodeContents(String clientUuid, String userSessionId, List<@Nullable String> parameters) {
    /** Describes the code that Keycloak is about to make (OIDCLoginProtocol.authenticated). */
    static CodeContents upcoming(AuthenticationSessionModel authSession, UserSessionModel userSession) {
        return new CodeContents(
                authSession.getClient().getId(),
                userSession.getId(),
                Arrays.asList(
                        authSession.getClientNote(OIDCLoginProtocol.NONCE_PARAM),
                        authSession.getClientNote(OAuth2Constants.SCOPE),
                        authSession.getClientNote(OAuth2Constants.RESOURCE),
                        authSession.getClientNote(OIDCLoginProtocol.REDIRECT_URI_PARAM),
                        authSession.getClientNote(OIDCLoginProtocol.CODE_CHALLENGE_PARAM),
                        authSession.getClientNote(OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM),
                        authSession.getClientNote(OIDCLoginProtocol.DPOP_JKT)));
    }

    /**
     * Describes a code that a client presents.
     *
     * @param client that presents it; whether the code is this client's, Keycloak says, and another client's contents lead to no grant
     */
    public static CodeContents presented(OAuth2Code code, ClientModel client) {
        return new CodeContents(
                client.getId(),
                code.getUserSessionId(),
                Arrays.asList(
                        code.getNonce(),
                        code.getScope(),
                        code.getResource(),
                        code.getRedirectUriParam(),
                        code.getCodeChallenge(),
                        code.getCodeChallengeMethod(),
                        code.getDpopJkt()));
    }
}
