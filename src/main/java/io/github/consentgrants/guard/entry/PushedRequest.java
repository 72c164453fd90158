package io.github.consentgrants.guard.entry;

import io.github.consentgrants.gate.RequestOrigin;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.Constants;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequestParserProcessor;
import org.keycloak.protocol.oidc.endpoints.request.RequestUriType;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The pushed authorization request (RFC 9126) with which a tab was opened. It is kept in a client note: restarts,
 * copies, registrations and detours over another identity provider keep client notes, and lose Keycloak's own note of
 * the request.
 *
 * @param requestUri as the client sent it
 * @param openedAt when the authorization endpoint took it, in seconds since 1970
 */
public record PushedRequest(String requestUri, long openedAt) {
    private static final String SEPARATOR = " ";

    /**
     * Marks a request with the {@code request_uri} that it was opened with; a parameter of that name that the client
     * sent is removed.
     */
    static void mark(AuthorizationEndpointRequest request, @Nullable String requestUri) {
        if (requestUri != null && isPushed(requestUri)) {
            request.getAdditionalReqParams()
                    .put(RequestOrigin.PUSHED_PARAMETER, Time.currentTimeSeconds() + SEPARATOR + requestUri);
        } else {
            request.getAdditionalReqParams().remove(RequestOrigin.PUSHED_PARAMETER);
        }
    }

    static boolean isPushed(String requestUri) {
        return AuthorizationEndpointRequestParserProcessor.getRequestUriType(requestUri) == RequestUriType.PAR;
    }

    /** Returns the pushed request that a tab was opened with, if any. */
    public static Optional<PushedRequest> of(AuthenticationSessionModel tab) {
        @Nullable String note = tab.getClientNote(RequestOrigin.PUSHED_NOTE);
        if (note != null) {
            int end = note.indexOf(SEPARATOR);
            return Optional.of(new PushedRequest(note.substring(end + 1), Long.parseLong(note.substring(0, end))));
        }
        return Optional.ofNullable(tab.getAuthNote(Constants.AUTHORIZATION_REQUEST_URI))
                .filter(PushedRequest::isPushed)
                .map(uri -> new PushedRequest(uri, Time.currentTimeSeconds()));
    }
}
