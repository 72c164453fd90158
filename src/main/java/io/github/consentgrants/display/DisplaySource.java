package io.github.consentgrants.display;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceUserCodeProvider;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantType;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Where a display is made from.
 *
 * @param session of the HTTP request
 * @param authSession the tab that holds the resolved authorization request
 * @param user who decides
 * @param locale language of the page
 * @param approval how long the approval can be used after the click
 * @param claimValues whether the user's own current values are shown
 * @param scopes the client scopes that the request resolves to now
 * @param options which of them the user may leave out
 * @param lasts how long the approval covers the same request in the user's session; null if it covers one request
 */
public record DisplaySource(
        KeycloakSession session,
        AuthenticationSessionModel authSession,
        UserModel user,
        Locale locale,
        Duration approval,
        boolean claimValues,
        List<AuthorizationDetails> scopes,
        ScopeOptions options,
        @Nullable Duration lasts) {
    public DisplaySource {
        scopes = List.copyOf(scopes);
    }

    /** Returns the names of the client scopes; the client's own mappers are no scope. */
    public List<String> scopeNames() {
        return scopes.stream()
                .map(AuthorizationDetails::getClientScope)
                .filter(scope -> !(scope instanceof ClientModel))
                .map(ClientScopeModel::getName)
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns the code of another device that the user has entered, as the device shows it. */
    Optional<String> userCode() {
        return Optional.ofNullable(authSession.getClientNote(DeviceGrantType.OAUTH2_DEVICE_VERIFIED_USER_CODE))
                .map(session.getProvider(OAuth2DeviceUserCodeProvider.class)::display);
    }

    /** Returns the source of a page on which nothing can be left out, and the request is for these scopes alone. */
    public DisplaySource narrowedTo(List<AuthorizationDetails> granted) {
        return new DisplaySource(
                session, authSession, user, locale, approval, claimValues, granted, ScopeOptions.NONE, lasts);
    }

    boolean isSaml() {
        return SamlProtocol.LOGIN_PROTOCOL.equals(authSession.getProtocol());
    }

    RealmModel realm() {
        return authSession.getRealm();
    }

    ClientModel client() {
        return authSession.getClient();
    }
}
