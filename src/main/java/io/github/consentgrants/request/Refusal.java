package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.display.PageHeaders;
import io.github.consentgrants.display.StoppedDisplay;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Refuses a request: marks the transaction for rollback, so that nothing of it stays, records why, and makes the exception
 * with the page for the user. A returned page would commit what Keycloak has already written for the code.
 */
public enum Refusal {
    /** The grant was spent before. */
    ALREADY_USED("consentGrantAlreadyUsed", Response.Status.FORBIDDEN),
    /** The grant is not for this request. */
    NOT_VALID("consentGrantRefused", Response.Status.FORBIDDEN),
    /** The path to this code never asked the user. */
    NOT_ASKED("consentGrantNotAsked", Response.Status.FORBIDDEN),
    /** The device does not wait for its user any more. */
    DEVICE_GONE("consentGrantDeviceGone", Response.Status.FORBIDDEN),
    /** A scope demands more of the sign-in than the sign-in can give. */
    UNMET("consentGrantUnmet", Response.Status.FORBIDDEN),
    /** An administrator acts in the user's name. */
    IMPERSONATED("consentGrantImpersonated", Response.Status.FORBIDDEN),
    /** The store is missing or failed. */
    UNAVAILABLE("consentGrantUnavailable", Response.Status.SERVICE_UNAVAILABLE);

    private static final Logger LOG = Logger.getLogger(Refusal.class);

    private static final String TEMPLATE = "consent-grant-stopped.ftl";

    private final String messageKey;
    private final Response.Status status;

    Refusal(String messageKey, Response.Status status) {
        this.messageKey = messageKey;
        this.status = status;
    }

    /**
     * Returns the exception to throw.
     *
     * @param request the refused request
     * @param grantId the grant concerned, if one is known
     * @param reason for the events, such as {@link io.github.consentgrants.grant.Reason#value()}
     */
    public RuntimeException refuse(ConsentRequest request, @Nullable String grantId, String reason) {
        Response page = page(request);
        request.session().getTransactionManager().setRollbackOnly();
        ConsentAudit audit = request.audit();
        audit.refused(grantId, reason);
        if (isCaughtByAuthorizationEndpoint(request.session())) {
            request.event().detail(ConsentAudit.GRANT_ID, grantId).detail(ConsentAudit.REASON, reason);
            return new AuthenticationFlowException(AuthenticationFlowError.GENERIC_AUTHENTICATION_ERROR, page);
        }
        audit.loginRefused(request.event(), grantId, reason);
        return new WebApplicationException("Consent grant refused: " + reason, page);
    }

    /**
     * The endpoints that open a tab turn any other exception into a page of their own and an event that blames the
     * credentials. Everywhere else this exception would become a server error.
     */
    private static boolean isCaughtByAuthorizationEndpoint(KeycloakSession session) {
        String path = session.getContext().getUri().getPath();
        return path.endsWith("/protocol/openid-connect/auth") || path.contains("/protocol/saml");
    }

    private Map<String, @Nullable Object> model(StoppedDisplay display) {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("text", display.text());
        model.put("backUri", display.backUri());
        // The device has to begin anew; here the same answer would come again.
        model.put("askAgain", this != DEVICE_GONE);
        return model;
    }

    /** After a failed statement the transaction may not even read what the page needs. */
    private Response page(ConsentRequest request) {
        try {
            KeycloakSession session = request.session();
            Locale locale = session.getContext().resolveLocale(request.user());
            StoppedDisplay display = StoppedDisplay.of(session, request.client(), locale, messageKey);
            Response page = session.getProvider(LoginFormsProvider.class)
                    .setAuthenticationSession(request.authSession())
                    .setUser(request.user())
                    .setStatus(status)
                    .setAttribute("consentGrantStopped", model(display))
                    .setAttributeMapper(attributes -> {
                        attributes.put("title", display.title());
                        return attributes;
                    })
                    .createForm(TEMPLATE);
            return PageHeaders.add(session, page);
        } catch (RuntimeException e) {
            LOG.warn("The error page cannot be rendered; a plain text is sent instead", e);
            return Response.status(status)
                    .type(MediaType.TEXT_PLAIN_TYPE)
                    .entity("This sign-in could not be completed. Please try again later.")
                    .build();
        }
    }
}
