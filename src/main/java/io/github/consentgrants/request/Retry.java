package io.github.consentgrants.request;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Objects;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;

/**
 * Does a request again: rolls everything back, the consume included, and sends the browser to the step at which its tab is.
 * For a conflict with another request, of the same tab or user, which the second attempt will not meet.
 */
public final class Retry {
    private Retry() {}

    /** Returns the exception to throw. */
    static RuntimeException of(ConsentRequest request) {
        request.session().getTransactionManager().setRollbackOnly();
        String path = Objects.requireNonNullElse(
                request.note(AuthenticationProcessor.CURRENT_FLOW_PATH), LoginActionsService.REQUIRED_ACTION);
        if (!path.equals(LoginActionsService.AUTHENTICATE_PATH)) {
            // Minted by this very request, so its row is gone too; the note would outlive it where sessions are local.
            ConsentNotes.removeClicked(request.authSession());
        }
        return redirect(address(request, path, request.authSession().getTabId()));
    }

    /** The same for a tab that another request has ended. */
    static RuntimeException afterEnd(ConsentRequest request) {
        request.session().getTransactionManager().setRollbackOnly();
        return redirect(locationAfterEnd(request));
    }

    /** Returns where the browser goes on whose tab another request has ended. */
    public static URI locationAfterEnd(ConsentRequest request) {
        return address(
                request,
                LoginActionsService.AUTHENTICATE_PATH,
                Successor.of(request).orElse(request.authSession().getTabId()));
    }

    private static URI address(ConsentRequest request, String path, String tabId) {
        return new AuthenticationFlowURLHelper(
                        request.session(),
                        request.realm(),
                        request.session().getContext().getUri())
                .getLastExecutionUrl(
                        path,
                        null,
                        request.client().getClientId(),
                        tabId,
                        AuthenticationProcessor.getClientData(request.session(), request.authSession()));
    }

    /** An answer without an entity would be replaced by Keycloak's error handler (JAX-RS 4.4). */
    private static RuntimeException redirect(URI location) {
        return new WebApplicationException(Response.status(Response.Status.FOUND)
                .location(location)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity("")
                .build());
    }
}
