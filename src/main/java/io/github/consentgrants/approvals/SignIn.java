package io.github.consentgrants.approvals;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.SystemClientUtil;
import org.keycloak.protocol.AuthorizationEndpointBase;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.services.Urls;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel;

/**
 * Signs a browser in that shows no session, as Keycloak's account client, which no setting gates in a realm as Keycloak makes it. The
 * response type {@code none} gives the browser its cookies and an address, and no code: there is nothing that anybody could redeem
 * (docs/adr/0096).
 */
final class SignIn extends AuthorizationEndpointBase {
    SignIn(KeycloakSession session) {
        super(
                session,
                new EventBuilder(
                        session.getContext().getRealm(),
                        session,
                        session.getContext().getConnection()));
    }

    /**
     * Makes sure that the realm is in use, and that the connection is one that the realm accepts. Keycloak's dispatcher does not.
     *
     * @throws org.keycloak.services.ErrorPageException if not
     */
    void requireUsable() {
        event.event(EventType.LOGIN);
        checkSsl();
        checkRealm();
    }

    /** Begins a sign-in that ends at {@code address}, one of our own. */
    Response leadingTo(URI address) {
        ClientModel client = SystemClientUtil.getSystemClient(realm);
        session.getContext().setClient(client);
        event.event(EventType.LOGIN).client(client);
        AuthenticationSessionModel tab = createAuthenticationSession(client, null);
        tab.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        tab.setAction(CommonClientSessionModel.Action.AUTHENTICATE.name());
        tab.setRedirectUri(address.toString());
        tab.setClientNote(OIDCLoginProtocol.REDIRECT_URI_PARAM, address.toString());
        tab.setClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM, OIDCResponseType.NONE);
        tab.setClientNote(
                OIDCLoginProtocol.ISSUER,
                Urls.realmIssuer(session.getContext().getUri().getBaseUri(), realm.getName()));
        LoginProtocol protocol = session.getProvider(LoginProtocol.class, OIDCLoginProtocol.LOGIN_PROTOCOL)
                .setRealm(realm)
                .setHttpHeaders(headers)
                .setUriInfo(session.getContext().getUri())
                .setEventBuilder(event);
        return handleBrowserAuthenticationRequest(tab, protocol, false, true);
    }
}
