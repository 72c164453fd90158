package io.github.consentgrants.approvals;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.util.LocaleUtil;

/**
 * What a request for a page finds.
 *
 * @param visitor who is signed in
 * @param grants of the visitor
 * @param pages for the visitor
 */
record Visit(Visitor visitor, OwnGrants grants, ApprovalPages pages) {
    private static final Logger LOG = Logger.getLogger(Visit.class);

    /**
     * Answers a request of a browser, which signs in first if it has to.
     *
     * @param landing where the sign-in ends
     */
    static Response answer(KeycloakSession session, URI landing, Function<Visit, Response> answer) {
        SignIn signIn = new SignIn(session);
        signIn.requireUsable();
        Optional<Visitor> visitor = Visitor.of(session);
        if (visitor.isEmpty()) {
            return signIn.leadingTo(landing);
        }
        if (comesFromSignIn(session)) {
            return Response.seeOther(landing).build();
        }
        LocaleUtil.processLocaleParam(session, session.getContext().getRealm(), null);
        return answer(session, visitor.get(), answer);
    }

    /** The answer to a sign-in has parameters that have no place in an address that people keep. */
    private static boolean comesFromSignIn(KeycloakSession session) {
        MultivaluedMap<String, String> parameters =
                session.getContext().getUri().getQueryParameters();
        return parameters.containsKey(OAuth2Constants.SESSION_STATE) || parameters.containsKey(OAuth2Constants.ISSUER);
    }

    private static Response answer(KeycloakSession session, Visitor visitor, Function<Visit, Response> answer) {
        ApprovalPages pages = new ApprovalPages(session, visitor);
        try {
            return OwnGrants.of(session, visitor)
                    .map(grants -> answer.apply(new Visit(visitor, grants, pages)))
                    .orElseGet(pages::unavailable);
        } catch (WebApplicationException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "The approvals of user '%s' in realm '%s' cannot be read or changed. Check the database and the tables"
                            + " CG_CONSENT_GRANT and CG_CONSENT_RECORD; the user can try again at once",
                    visitor.user().getId(),
                    session.getContext().getRealm().getName());
            session.getTransactionManager().setRollbackOnly();
            return unavailable(pages);
        }
    }

    /** After a failed statement the transaction may not even read what the page needs. */
    private static Response unavailable(ApprovalPages pages) {
        try {
            return pages.unavailable();
        } catch (RuntimeException e) {
            LOG.warn("The error page cannot be rendered; a plain text is sent instead", e);
            return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                    .type(MediaType.TEXT_PLAIN_TYPE)
                    .entity("Your approvals cannot be read at the moment. Please try again later.")
                    .build();
        }
    }
}
