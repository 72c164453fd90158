package io.github.consentgrants.request;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Objects;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Does a request again: rolls everything back, the consume included, and sends the browser to the step at which its tab is.
 * For a conflict with another request, of the same tab or user, which the second attempt will not meet.
 */
final class Retry {
    private Retry() {}

    /** Returns the exception to throw. */
    static RuntimeException of(ConsentRequest request) {
        request.session().getTransactionManager().setRollbackOnly();
        AuthenticationSessionModel authSession = request.authSession();
        String path = Objects.requireNonNullElse(
                request.note(AuthenticationProcessor.CURRENT_FLOW_PATH), LoginActionsService.REQUIRED_ACTION);
        if (!path.equals(LoginActionsService.AUTHENTICATE_PATH)) {
            // Minted by this very request, so its row is gone too; the note would outlive it where sessions are local.
            ConsentNotes.removeClicked(authSession);
        }
        URI location = new AuthenticationFlowURLHelper(
                        request.session(),
                        request.realm(),
                        request.session().getContext().getUri())
                .getLastExecutionUrl(
                        path,
                        null,
                        request.client().getClientId(),
                        authSession.getTabId(),
                        AuthenticationProcessor.getClientData(request.session(), authSession));
        // An answer without an entity would be replaced by Keycloak's error handler (JAX-RS 4.4).
        return new WebApplicationException(Response.status(Response.Status.FOUND)
                .location(location)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity("")
                .build());
    }
}
