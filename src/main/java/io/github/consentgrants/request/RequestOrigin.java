package io.github.consentgrants.request;

import java.util.Set;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantType;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Where a tab comes from: from a client with an authorization request, or from a link that opened a session for a client. */
public final class RequestOrigin {
    private static final String PARAMETER = "consent-grant.authorization-endpoint";
    private static final String NOTE =
            AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX + PARAMETER;

    private RequestOrigin() {}

    /**
     * Marks a request that passed the checks of the authorization endpoint. Keycloak keeps the mark as a client note, with the
     * request, through restarts and forks; no other endpoint can set it.
     */
    public static void mark(AuthorizationEndpointRequest request) {
        request.getAdditionalReqParams().put(PARAMETER, "true");
    }

    /**
     * Says whether an OIDC tab was opened by something else than the authorization endpoint: by a link to reset credentials, an
     * e-mail, an invitation. There is nothing then that a client asked for, and nobody who could be answered with a code.
     */
    public static boolean isUnsolicited(AuthenticationSessionModel authSession) {
        return OIDCLoginProtocol.LOGIN_PROTOCOL.equals(authSession.getProtocol())
                && authSession.getClientNote(NOTE) == null;
    }

    /** Says whether the tab confirms the code of a device (RFC 8628 3.3). */
    static boolean isOfDevice(AuthenticationSessionModel authSession) {
        return authSession.getClientNote(DeviceGrantType.OAUTH2_DEVICE_VERIFIED_USER_CODE) != null;
    }

    /** Lets an unsolicited tab end with the user's own actions, on Keycloak's page that says so: no code, nothing to approve. */
    public static void endWithoutCode(AuthenticationSessionModel authSession) {
        ConsentAction.settle(authSession);
        authSession.setClientScopes(Set.of());
        authSession.setAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS, "true");
    }
}
