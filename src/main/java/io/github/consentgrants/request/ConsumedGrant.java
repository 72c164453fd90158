package io.github.consentgrants.request;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * That a grant was consumed by this very HTTP request. Lives in the Keycloak session, which ends with the request and its
 * transaction: no fork, restart or other tab can inherit it.
 *
 * @param grantId the grant's id
 * @param bindingHash hash of the binding for which it was consumed
 */
public record ConsumedGrant(String grantId, String bindingHash) {
    private static final String ATTRIBUTE = ConsumedGrant.class.getName();

    /** Remembers it; if the request ends without a code, the grant is given back. */
    void remember(ConsentRequest request) {
        request.session().setAttribute(ATTRIBUTE, this);
        request.session().getTransactionManager().enlistPrepare(new ReleaseWithoutCode(request, grantId));
    }

    /** Returns the grant that this request has consumed, if any. */
    public static Optional<ConsumedGrant> of(KeycloakSession session) {
        return Optional.ofNullable(session.getAttribute(ATTRIBUTE, ConsumedGrant.class));
    }
}
