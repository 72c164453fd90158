package io.github.consentgrants.probe;

import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Changes the calling browser's live authentication session, as nothing outside the server could. */
public final class TabResource {
    private final KeycloakSession session;

    TabResource(KeycloakSession session) {
        this.session = session;
    }

    @POST
    @Path("change")
    public Response change(
            @FormParam("client_id") String clientId,
            @FormParam("tab_id") String tabId,
            @FormParam("kind") String kind,
            @FormParam("name") String name,
            @FormParam("value") String value) {
        AuthenticationSessionModel tab = tab(clientId, tabId);
        switch (kind) {
            case "client-note" -> tab.setClientNote(name, value);
            case "auth-note" -> tab.setAuthNote(name, value);
            case "redirect-uri" -> tab.setRedirectUri(value);
            case "user" -> tab.setAuthenticatedUser(user(value));
            default -> throw new IllegalArgumentException(kind);
        }
        return Response.ok("changed", MediaType.TEXT_PLAIN).build();
    }

    @POST
    @Path("auth-note")
    public Response authNote(
            @FormParam("client_id") String clientId,
            @FormParam("tab_id") String tabId,
            @FormParam("name") String name) {
        String value = tab(clientId, tabId).getAuthNote(name);
        return Response.ok(value == null ? "" : value, MediaType.TEXT_PLAIN).build();
    }

    private AuthenticationSessionModel tab(String clientId, String tabId) {
        RealmModel realm = session.getContext().getRealm();
        AuthenticationSessionModel tab = new AuthenticationSessionManager(session)
                .getCurrentAuthenticationSession(realm, realm.getClientByClientId(clientId), tabId);
        if (tab == null) {
            throw new IllegalStateException("This browser has no such tab");
        }
        return tab;
    }

    private UserModel user(String username) {
        return session.users().getUserByUsername(session.getContext().getRealm(), username);
    }
}
