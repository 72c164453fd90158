package io.github.consentgrants.request;

import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.util.Objects;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.services.resources.LoginActionsService;

/**
 * Repeats a request: rolls everything back, the consume included, and sends the browser to the step at which its tab
 * is. This resolves a conflict with another request of the same tab or user, which the second attempt will not meet.
 */
public final class Retry {
    private Retry() {}

    /** Returns the exception to throw. */
    static RuntimeException retry(ConsentRequest request) {
        request.session().getTransactionManager().setRollbackOnly();
        if (ConsentProgress.in(request.session()).hasApproved()) {
            // This very request has minted, so the row is rolled back too. Where sessions are local, the note of the
            // click would outlive it.
            ConsentNotes.removeClicked(request.authSession());
            return to(request, LoginActionsService.REQUIRED_ACTION);
        }
        return to(
                request,
                Objects.requireNonNullElse(
                        request.note(AuthenticationProcessor.CURRENT_FLOW_PATH), LoginActionsService.REQUIRED_ACTION));
    }

    private static RuntimeException to(ConsentRequest request, String path) {
        return new WebApplicationException(TabRedirect.to(
                TabRedirect.address(request, path, null, request.authSession().getTabId())));
    }

    /** The same for a tab that another request has ended. */
    static RuntimeException retryAfterEnd(ConsentRequest request) {
        request.session().getTransactionManager().setRollbackOnly();
        return new WebApplicationException(TabRedirect.to(locationAfterEnd(request)));
    }

    /** Returns the address for a browser whose tab another request has ended. */
    public static URI locationAfterEnd(ConsentRequest request) {
        return TabRedirect.address(
                request,
                LoginActionsService.AUTHENTICATE_PATH,
                null,
                Successor.open(request).orElse(request.authSession().getTabId()));
    }
}
