package io.github.consentgrants.approvals;

import io.github.consentgrants.display.OwnApprovals;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import org.keycloak.models.KeycloakSession;

/** Where the pages of a realm are, as a browser sees them. */
final class ApprovalAddresses {
    static final String BEFORE = "before";
    static final String DONE = "done";

    private final KeycloakSession session;

    ApprovalAddresses(KeycloakSession session) {
        this.session = session;
    }

    URI list() {
        return build(base());
    }

    /** Returns the page of the list after a grant. */
    URI listBefore(String grantId) {
        return build(base().queryParam(BEFORE, grantId));
    }

    URI details(String grantId) {
        return build(base().path(grantId));
    }

    /** Returns where the browser goes once the grant was taken back. */
    URI takenBack(String grantId) {
        return build(base().path(grantId).queryParam(DONE, true));
    }

    URI receipt(String grantId) {
        return build(base().path(grantId).path("receipt"));
    }

    URI takeBack(String grantId) {
        return build(base().path(grantId).path("take-back"));
    }

    private UriBuilder base() {
        return OwnApprovals.address(session);
    }

    private URI build(UriBuilder builder) {
        return builder.build(session.getContext().getRealm().getName());
    }
}
