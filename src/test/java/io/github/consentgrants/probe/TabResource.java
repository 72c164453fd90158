package io.github.consentgrants.probe;

import io.github.consentgrants.display.Display;
import io.github.consentgrants.display.DisplaySource;
import io.github.consentgrants.display.RequestedScopes;
import io.github.consentgrants.display.ScopeOptions;
import io.github.consentgrants.gate.ConsentAction;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.request.ConsentNotes;
import io.github.consentgrants.request.ConsentPage;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.Decisions;
import io.github.consentgrants.request.LeftOut;
import io.github.consentgrants.request.TabRedirect;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.resources.LoginActionsService;
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
            case "auth-note" -> tab.setAuthNote(name, value.isEmpty() ? null : value);
            case "required-action" -> {
                tab.setAction(AuthenticationSessionModel.Action.REQUIRED_ACTIONS.name());
                tab.setAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH, LoginActionsService.REQUIRED_ACTION);
                tab.addRequiredAction(value);
            }
            case "authenticate" -> {
                tab.setAction(AuthenticationSessionModel.Action.AUTHENTICATE.name());
                tab.setAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH, LoginActionsService.AUTHENTICATE_PATH);
            }
            case "redirect-uri" -> tab.setRedirectUri(value);
            case "user" -> tab.setAuthenticatedUser(user(value));
            case "end" -> tab.getParentSession().removeAuthenticationSessionByTabId(tabId);
            default -> throw new IllegalArgumentException(kind);
        }
        return Response.ok("changed", MediaType.TEXT_PLAIN).build();
    }

    @POST
    @Path("note")
    public Response note(
            @FormParam("client_id") String clientId,
            @FormParam("tab_id") String tabId,
            @FormParam("kind") String kind,
            @FormParam("name") String name) {
        AuthenticationSessionModel tab = tab(clientId, tabId);
        String value = kind.equals("client-note") ? tab.getClientNote(name) : tab.getAuthNote(name);
        return Response.ok(value == null ? "" : value, MediaType.TEXT_PLAIN).build();
    }

    /** Returns what a binding holds of the tab beside the request's parameters, by the names of the fields. */
    @POST
    @Path("facts")
    public Response facts(
            @FormParam("client_id") String clientId,
            @FormParam("tab_id") String tabId,
            @FormParam("locale") String locale) {
        AuthenticationSessionModel tab = tab(clientId, tabId);
        UserModel user = tab.getAuthenticatedUser();
        GateSettings settings = Gate.of(tab).orElseThrow();
        List<AuthorizationDetails> resolved = RequestedScopes.of(session, tab, user);
        Display display = Display.of(new DisplaySource(
                session,
                tab,
                user,
                Locale.forLanguageTag(locale),
                settings.timeToLive(),
                settings.claimValues(),
                resolved,
                ScopeOptions.NONE,
                null));
        List<String> scopes =
                resolved.stream().map(scope -> scope.getClientScope().getId()).toList();
        Map<String, List<String>> facts = Map.of(
                "ROOT_SESSION", List.of(tab.getParentSession().getId()),
                "CLIENT_SCOPES", scopes,
                "DISPLAY", List.of(display.digests().whole()));
        return Response.ok(facts, MediaType.APPLICATION_JSON).build();
    }

    /** Names the fields that the binding of the tab's page has a value for, in the browser that calls. */
    @POST
    @Path("filled")
    public Response filled(@FormParam("client_id") String clientId, @FormParam("tab_id") String tabId) {
        AuthenticationSessionModel tab = tab(clientId, tabId);
        EventBuilder event =
                new EventBuilder(tab.getRealm(), session, session.getContext().getConnection());
        ConsentRequest request = new ConsentRequest(session, tab, tab.getAuthenticatedUser(), event);
        Binding binding = ConsentPage.requireLiveBinding(request, Gate.of(tab).orElseThrow());
        String names = binding.differingFields(Binding.builder().build()).stream()
                .map(BindingField::name)
                .collect(Collectors.joining(" "));
        return Response.ok(names, MediaType.TEXT_PLAIN).build();
    }

    /**
     * Approves the tab's page in the browser that calls, and leads the tab and the browser into the flow, where the
     * code is still to be issued.
     */
    @POST
    @Path("approve")
    public Response approve(@FormParam("client_id") String clientId, @FormParam("tab_id") String tabId) {
        AuthenticationSessionModel tab = tab(clientId, tabId);
        EventBuilder event =
                new EventBuilder(tab.getRealm(), session, session.getContext().getConnection());
        ConsentRequest request = new ConsentRequest(session, tab, tab.getAuthenticatedUser(), event);
        GateSettings settings = Gate.of(tab).orElseThrow();
        Decisions.authorize(
                request,
                ConsentPage.requireLiveBinding(request, settings),
                LeftOut.NOTHING,
                settings.timeToLive(),
                null,
                false);
        ConsentAction.settle(tab);
        tab.removeAuthNote("active_code");
        tab.setAction(AuthenticationSessionModel.Action.AUTHENTICATE.name());
        tab.setAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH, LoginActionsService.AUTHENTICATE_PATH);
        ConsentNotes.endReturnToFlow(tab);
        return TabRedirect.to(TabRedirect.address(request, LoginActionsService.AUTHENTICATE_PATH, null, tabId));
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
