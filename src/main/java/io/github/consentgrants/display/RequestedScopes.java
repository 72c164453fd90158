package io.github.consentgrants.display;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.Profile;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeDecorator;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrderedModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.services.util.AuthorizationContextUtil;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The client scopes that Keycloak resolves a request to, as it will when it makes the tokens. */
public final class RequestedScopes {
    private static final String ATTRIBUTE = RequestedScopes.class.getName();

    private static final Comparator<ClientScopeModel> BY_GUI_ORDER = OrderedModel.OrderedModelComparator.getInstance();

    /** The scopes come in no order of their own; without one the same page would not look the same twice. */
    private static final Comparator<AuthorizationDetails> ORDER = Comparator.comparing(
                    AuthorizationDetails::getClientScope, BY_GUI_ORDER)
            .thenComparing(
                    scope -> scope.getClientScope().getName(),
                    Comparator.nullsFirst(Comparator.naturalOrder())) // the client itself may have no name
            .thenComparing(RequestedScopes::parameter);

    private RequestedScopes() {}

    /** Returns the client scopes, the client's own included, each with the parameter of a parameterized scope. */
    public static List<AuthorizationDetails> of(
            KeycloakSession session, AuthenticationSessionModel authSession, UserModel user) {
        return of(session, authSession, user, authSession.getClientNote(OAuth2Constants.SCOPE));
    }

    /**
     * Returns what the tab's client would get with another parameter.
     *
     * @param scope the parameter {@code scope}
     */
    public static List<AuthorizationDetails> of(
            KeycloakSession session, AuthenticationSessionModel authSession, UserModel user, @Nullable String scope) {
        ClientModel client = authSession.getClient();
        // As TokenManager.attachAuthenticationSession does.
        Stream<AuthorizationDetails> scopes = Profile.isFeatureEnabled(Profile.Feature.PARAMETERIZED_SCOPES)
                ? AuthorizationContextUtil.getAuthorizationRequestsStreamFromScopesWithClient(session, client, scope)
                        .map(RequestedScopes::asStored)
                : TokenManager.getRequestedClientScopes(session, scope, client, user)
                        .map(AuthorizationDetails::new);
        List<AuthorizationDetails> resolved = scopes.sorted(ORDER).toList();
        session.setAttribute(ATTRIBUTE, new Resolved(authSession.getTabId(), scope, user.getId(), resolved));
        return resolved;
    }

    /** Returns the client scopes of a request, of which the user may not be known yet. */
    public static Stream<ClientScopeModel> models(
            KeycloakSession session, ClientModel client, @Nullable String scope, @Nullable UserModel user) {
        return Profile.isFeatureEnabled(Profile.Feature.PARAMETERIZED_SCOPES)
                ? AuthorizationContextUtil.getClientScopesStreamFromAuthorizationRequestContextWithClient(
                        session, client, scope)
                : TokenManager.getRequestedClientScopes(session, scope, client, user);
    }

    /**
     * Returns what {@link #of} has resolved in this HTTP request, if it was for this tab, parameter and user. For what
     * follows an approval and proves nothing.
     */
    public static List<AuthorizationDetails> known(
            KeycloakSession session, AuthenticationSessionModel authSession, UserModel user) {
        @Nullable Resolved known = session.getAttribute(ATTRIBUTE, Resolved.class);
        boolean same = known != null
                && known.tabId().equals(authSession.getTabId())
                && Objects.equals(known.scope(), authSession.getClientNote(OAuth2Constants.SCOPE))
                && known.userId().equals(user.getId());
        return same ? known.scopes() : of(session, authSession, user);
    }

    private record Resolved(String tabId, @Nullable String scope, String userId, List<AuthorizationDetails> scopes) {
        Resolved {
            scopes = List.copyOf(scopes);
        }
    }

    /**
     * Once a request has consumed its grant, the guard hides from Keycloak which scopes always ask. Here they are read
     * as stored.
     */
    private static AuthorizationDetails asStored(AuthorizationDetails scope) {
        ClientScopeModel model = scope.getClientScope();
        if (model instanceof ClientScopeDecorator) {
            scope.setClientScope(model.getRealm().getClientScopeById(model.getId()));
        }
        return scope;
    }

    /** Returns what stands for a scope in the parameter {@code scope}: an empty text for the client, which is no scope. */
    public static String token(AuthorizationDetails scope) {
        if (scope.getClientScope() instanceof ClientModel) {
            return "";
        }
        String name = scope.getClientScope().getName();
        String parameter = parameter(scope);
        return parameter.isEmpty() ? name : name + ClientScopeModel.VALUE_SEPARATOR + parameter;
    }

    /** Says whether a scope stands for access when the user is not there (OIDC Core 11). */
    static boolean isOffline(ClientScopeModel scope) {
        return !(scope instanceof ClientModel) && OAuth2Constants.OFFLINE_ACCESS.equals(scope.getName());
    }

    /** Returns the parameter of a parameterized scope, and an empty text for any other. */
    static String parameter(AuthorizationDetails scope) {
        String parameter = scope.getParameterizedScopeParam();
        return parameter == null ? "" : parameter;
    }
}
