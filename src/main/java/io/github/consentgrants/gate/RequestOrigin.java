package io.github.consentgrants.gate;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Where a tab comes from: from a client with an authorization request, or from a link that opened the tab for a client. */
public final class RequestOrigin {
    private static final String PARAMETER = "consent-grant.authorization-endpoint";
    private static final String NOTE =
            AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX + PARAMETER;

    /** A note of our own: Keycloak has one for a request's id, but none where it begins the sign-in itself. */
    private static final String SAML_NOTE = "consent-grant.saml-endpoint";

    /** Parameter: the pushed request that a tab was opened with. Keycloak keeps it as a client note, in every copy of the tab. */
    public static final String PUSHED_PARAMETER = "consent-grant.pushed-request";

    /** The client note that Keycloak makes of it. No other endpoint can set it. */
    public static final String PUSHED_NOTE =
            AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX + PUSHED_PARAMETER;

    private RequestOrigin() {}

    /**
     * Marks a request that passed the checks of the authorization endpoint. Keycloak keeps the mark as a client note, with the
     * request, through restarts and forks; no other endpoint can set it.
     */
    public static void mark(AuthorizationEndpointRequest request) {
        request.getAdditionalReqParams().put(PARAMETER, "true");
    }

    /**
     * Marks a tab that the SAML endpoint has just opened, by an authentication request or in the name of the service provider
     * (SAML Profiles 4.1.5), with the address that Keycloak resolved for the answer. No other endpoint can set it.
     */
    public static void markSaml(AuthenticationSessionModel authSession) {
        authSession.setClientNote(SAML_NOTE, authSession.getRedirectUri());
    }

    /** Returns where the answer to a SAML tab was to go when it was opened. */
    public static @Nullable String samlTarget(AuthenticationSessionModel authSession) {
        return authSession.getClientNote(SAML_NOTE);
    }

    /** Says whether it is a SAML tab. */
    public static boolean isSaml(AuthenticationSessionModel authSession) {
        return SamlProtocol.LOGIN_PROTOCOL.equals(authSession.getProtocol());
    }

    /**
     * Says whether a tab was opened by something else than the endpoint of its protocol: by a link to reset
     * credentials, an e-mail, an invitation. Then no client has asked for anything, and nobody can be answered. The code of a
     * device counts where the realm asks its users about devices.
     */
    public static boolean isUnsolicited(AuthenticationSessionModel authSession) {
        return authSession.getClientNote(isSaml(authSession) ? SAML_NOTE : NOTE) == null
                && !(DeviceTab.is(authSession) && DeviceFlow.of(authSession.getRealm()) == DeviceFlow.ON_THE_PAGE);
    }

    /**
     * Says whether the request was pushed: then it is good for one sign-in only (RFC 9126 4). Keycloak's own note is lost when a
     * sign-in begins anew. {@link #PUSHED_NOTE} is missing if the client was not gated when the tab was opened.
     */
    public static boolean isPushed(AuthenticationSessionModel authSession) {
        return authSession.getClientNote(PUSHED_NOTE) != null
                || authSession.getAuthNote(Constants.AUTHORIZATION_REQUEST_URI) != null;
    }

    /**
     * Says whether the request is good for one sign-in only, so that nobody can be asked once more for an answer that was lost: a
     * pushed one, and the code of a device.
     */
    public static boolean isGoodOnce(AuthenticationSessionModel authSession) {
        return isPushed(authSession) || DeviceTab.is(authSession);
    }

    /** Lets an unsolicited tab end with the user's own actions, on Keycloak's page that says so: no code, nothing to approve. */
    public static void endWithoutCode(AuthenticationSessionModel authSession) {
        ConsentAction.settle(authSession);
        authSession.setClientScopes(Set.of());
        authSession.setAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS, "true");
    }
}
