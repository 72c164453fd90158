package io.github.consentgrants.request;

import io.github.consentgrants.display.DisplayDigests;
import io.github.consentgrants.gate.DeviceTab;
import io.github.consentgrants.gate.RequestOrigin;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.RequestParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.Constants;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.protocol.oidc.par.endpoints.ParEndpoint;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.services.Urls;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Builds the binding of a request from its authentication session: from the notes as Keycloak resolved them (request
 * object and PAR included), never from raw parameters. Every client note is bound, except those that change in flight.
 * So a note of a later Keycloak, or of another extension, fails closed.
 */
final class SessionBinding {
    /**
     * Notes that Keycloak changes between the page and the code, or that say how the user is asked. {@code iss} has a field
     * of its own.
     */
    private static final Set<String> UNBOUND = Set.of(
            OIDCLoginProtocol.ISSUER,
            Constants.KC_ACTION,
            Constants.KC_ACTION_PARAMETER,
            Constants.KC_ACTION_STATUS,
            Constants.KC_ACTION_EXECUTING,
            Constants.KC_ACTION_ENFORCED,
            "session_consent",
            "APP_INITIATED_FLOW",
            "AUTH_TIME_BROKER",
            "USER_SESSION_PERSISTENT_STATE",
            "locale_client_requested");

    /** Where Keycloak keeps a parameter that it does not know itself. */
    private static final String UNKNOWN_PREFIX = AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX;

    /** Beside the notes. It is there only where a scope demands something, so other bindings are as they were before it was. */
    private static final String SIGN_IN = "sign-in";

    private static final String ID_TOKEN_HINT = UNKNOWN_PREFIX + OIDCLoginProtocol.ID_TOKEN_HINT;
    private static final String PUSHED_AT = UNKNOWN_PREFIX + ParEndpoint.PAR_CREATED_TIME;

    private SessionBinding() {}

    /**
     * @param granted the scopes that are approved, or are to be
     * @param signIn the sign-in, where a scope demands something of it
     * @param display digests of what is shown of the request
     * @param browserHash hash of the secret that this very browser presents for the page
     * @throws IllegalArgumentException if a value is not valid Unicode
     */
    static Binding create(
            ConsentRequest request,
            GrantedScopes granted,
            Optional<RequiredSignIn> signIn,
            DisplayDigests display,
            String pageId,
            @Nullable String browserHash) {
        AuthenticationSessionModel authSession = request.authSession();
        Binding.Builder builder = Binding.builder();
        bindNotes(with(granted.parameter(), authSession.getClientNotes()), builder);
        DeviceRequest.bind(request, builder);
        if (RequestOrigin.isSaml(authSession)) {
            builder.other("protocol", authSession.getProtocol());
        }
        builder.other(SIGN_IN, signIn.map(RequiredSignIn::toText).orElse(null));
        return builder.set(BindingField.REALM, request.realm().getId())
                .set(BindingField.ISSUER, issuer(request))
                .set(BindingField.SUBJECT, request.user().getId())
                .set(BindingField.CLIENT_ID, request.client().getClientId())
                .set(BindingField.CLIENT_UUID, request.client().getId())
                .set(BindingField.REDIRECT_TARGET, authSession.getRedirectUri())
                .set(BindingField.CLIENT_SCOPES, clientScopes(granted.scopes()))
                .set(BindingField.REQUEST_URI, authSession.getAuthNote(Constants.AUTHORIZATION_REQUEST_URI))
                .set(BindingField.ROOT_SESSION, authSession.getParentSession().getId())
                .set(BindingField.TAB, authSession.getTabId())
                .set(BindingField.PAGE, pageId)
                .set(BindingField.BROWSER, browserHash)
                .set(BindingField.DISPLAY, display.whole())
                .build();
    }

    private static Map<String, String> with(@Nullable String scope, Map<String, String> notes) {
        Map<String, String> changed = new HashMap<>(notes);
        if (scope == null) {
            changed.remove(OAuth2Constants.SCOPE);
        } else {
            changed.put(OAuth2Constants.SCOPE, scope);
        }
        return changed;
    }

    /** SAML keeps no issuer with the request: its response names the realm by the address of the HTTP request. */
    private static @Nullable String issuer(ConsentRequest request) {
        AuthenticationSessionModel authSession = request.authSession();
        return RequestOrigin.isSaml(authSession)
                ? Urls.realmIssuer(
                        request.session().getContext().getUri().getBaseUri(),
                        request.realm().getName())
                : authSession.getClientNote(OIDCLoginProtocol.ISSUER);
    }

    private static List<String> clientScopes(List<AuthorizationDetails> scopes) {
        return scopes.stream().map(scope -> scope.getClientScope().getId()).toList();
    }

    private static void bindNotes(Map<String, String> notes, Binding.Builder builder) {
        Map<String, String> parameters = new HashMap<>();
        notes.forEach((name, value) -> {
            if (value == null || UNBOUND.contains(name) || DeviceTab.isNote(name) || isKeptTwice(name, value, notes)) {
                return;
            }
            if (RequestParameters.isKnown(name)) {
                parameters.put(name, value);
            } else if (name.startsWith(UNKNOWN_PREFIX)) {
                RequestParameters.bindUnknown(
                        name.substring(UNKNOWN_PREFIX.length()), value, builder, isOfOneRequest(name, notes));
            } else {
                builder.other("note " + name, value);
            }
        });
        builder.parameters(parameters);
    }

    /**
     * Which request was pushed, and when, differs from one request to the next. Nobody but Keycloak and this extension says so. So does the
     * ID token that a silent request sends (OIDC Core 3.1.2.1): it names the user, who is bound anyway.
     */
    private static boolean isOfOneRequest(String name, Map<String, String> notes) {
        boolean pushed = notes.containsKey(RequestOrigin.PUSHED_NOTE)
                && (name.equals(RequestOrigin.PUSHED_NOTE) || name.equals(PUSHED_AT));
        return pushed || name.equals(ID_TOKEN_HINT);
    }

    /** Keycloak keeps some parameters, such as authorization_details, both under the prefix and as a note of their own. */
    private static boolean isKeptTwice(String name, String value, Map<String, String> notes) {
        return name.startsWith(UNKNOWN_PREFIX) && value.equals(notes.get(name.substring(UNKNOWN_PREFIX.length())));
    }
}
