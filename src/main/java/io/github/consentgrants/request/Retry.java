package io.github.consentgrants.request;

import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.util.Objects;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.services.resources.LoginActionsService;

/**
 * Does a request again: rolls everything back, the consume included, and sends the browser to the step at which its tab is.
 * For a conflict with another request, of the same tab or user, which the second attempt will not meet.
 */
public final class Retry {
    private Retry() {}

    /** Returns the exception to throw. */
    static RuntimeException retry(ConsentRequest request) {
        request.session().getTransactionManager().setRollbackOnly();
        String path = Objects.requireNonNullElse(
                request.note(AuthenticationProcessor.CURRENT_FLOW_PATH), LoginActionsService.REQUIRED_ACTION);
        if (!path.equals(LoginActionsService.AUTHENTICATE_PATH)) {
            // Minted by this very request, so its row is gone too; the note would outlive it where sessions are local.
            ConsentNotes.removeClicked(request.authSession());
        }
        return new WebApplicationException(TabRedirect.to(
                TabRedirect.address(request, path, null, request.authSession().getTabId())));
    }

    /** The same for a tab that another request has ended. */
    static RuntimeException retryAfterEnd(ConsentRequest request) {
        request.session().getTransactionManager().setRollbackOnly();
        return new WebApplicationException(TabRedirect.to(locationAfterEnd(request)));
    }

    /** Returns where the browser goes on whose tab another request has ended. */
    public static URI locationAfterEnd(ConsentRequest request) {
        return TabRedirect.address(
                request,
                LoginActionsService.AUTHENTICATE_PATH,
                null,
                Successor.open(request).orElse(request.authSession().getTabId()));
    }
}
