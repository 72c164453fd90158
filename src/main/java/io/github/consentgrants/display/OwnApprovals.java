package io.github.consentgrants.display;

import jakarta.ws.rs.core.UriBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.RealmsResource;

/** Where the page "My approvals" of a realm is. */
public final class OwnApprovals {
    /** The last part of its address, which is the id of the resource that answers there. */
    public static final String PATH = "consent-grants";

    private OwnApprovals() {}

    /** Returns its address, in which {@code realm} is to be filled in. */
    public static UriBuilder address(KeycloakSession session) {
        return RealmsResource.realmBaseUrl(session.getContext().getUri()).path(PATH);
    }
}
