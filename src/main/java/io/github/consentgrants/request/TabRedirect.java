package io.github.consentgrants.request;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.services.util.AuthenticationFlowURLHelper;

/** Sends the browser to a step of a tab. It changes nothing of the tab. */
public final class TabRedirect {
    private TabRedirect() {}

    /**
     * Returns the address of a step.
     *
     * @param path of {@code LoginActionsService}
     * @param execution that is named in the address, or null
     * @param tabId of the tab, or of its successor
     */
    public static URI address(ConsentRequest request, String path, @Nullable String execution, String tabId) {
        return new AuthenticationFlowURLHelper(
                        request.session(),
                        request.realm(),
                        request.session().getContext().getUri())
                .getLastExecutionUrl(
                        path,
                        execution,
                        request.client().getClientId(),
                        tabId,
                        AuthenticationProcessor.getClientData(request.session(), request.authSession()));
    }

    /** Returns the answer. Without an entity Keycloak's error handler would replace it where it is thrown (JAX-RS 4.4). */
    public static Response to(URI address) {
        return Response.status(Response.Status.FOUND)
                .location(address)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity("")
                .build();
    }
}
