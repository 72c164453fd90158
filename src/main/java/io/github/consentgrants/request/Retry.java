package io.github.consentgrants.request;

import io.github.consentgrants.gate.ProviderIds;
import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.util.Objects;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

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

    /** The same for a tab that another request has led on. */
    static RuntimeException follow(ConsentRequest request, String path) {
        request.session().getTransactionManager().setRollbackOnly();
        return new WebApplicationException(TabRedirect.to(locationAfter(request, path)));
    }

    /**
     * Returns the address to which another request has led the tab or, if that has ended, of a tab with the same request. Where
     * the authenticator asked, the address names the page: if the tab has moved on meanwhile, Keycloak would otherwise change its
     * path and not its action (SessionCodeChecks.initialVerify), and the browser could not go on. Elsewhere Keycloak shows
     * whatever is next for the user.
     *
     * @param path of {@code LoginActionsService}, or {@link ConcurrentRequest#ENDED}
     */
    public static URI locationAfter(ConsentRequest request, String path) {
        if (ConcurrentRequest.ENDED.equals(path)) {
            return locationAfterEnd(request);
        }
        AuthenticationSessionModel tab = request.authSession();
        boolean named = LoginActionsService.REQUIRED_ACTION.equals(path) && ConsentNotes.isAskedInFlow(tab);
        return TabRedirect.address(request, path, named ? ProviderIds.ACTION : null, tab.getTabId());
    }

    private static URI locationAfterEnd(ConsentRequest request) {
        return TabRedirect.address(
                request,
                LoginActionsService.AUTHENTICATE_PATH,
                null,
                Successor.open(request).orElse(request.authSession().getTabId()));
    }
}
