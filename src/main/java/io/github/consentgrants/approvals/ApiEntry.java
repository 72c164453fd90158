package io.github.consentgrants.approvals;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.NotFoundException;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProvider;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.Auth;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.resources.account.AccountRestService;
import org.keycloak.services.resources.account.CorsPreflightService;

/**
 * Lets a caller with an access token in to the user's API, just as Keycloak lets it in to the account API (AccountLoader): the same client,
 * audience, roles and origins, and the same switch.
 */
final class ApiEntry {
    private final KeycloakSession session;
    private final RealmModel realm;

    private ApiEntry(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** Returns the API for the caller, or what answers a preflight. */
    static Object of(KeycloakSession session) {
        if (HttpMethod.OPTIONS.equals(session.getContext().getHttpRequest().getHttpMethod())) {
            return new CorsPreflightService();
        }
        return new ApprovalsApi(session, new ApiEntry(session).authenticate());
    }

    private Auth authenticate() {
        AccountRestService.checkAccountApiEnabled();
        requireUsable();
        ClientModel account = account();
        @Nullable AuthResult caller = new AppAuthManager.BearerTokenAuthenticator(session).authenticate();
        if (caller == null) {
            throw new NotAuthorizedException("Bearer token required");
        }
        AccessToken token = whole(caller, account);
        if (!token.hasAudience(account.getClientId())) {
            throw new NotAuthorizedException("Invalid audience for client " + account.getClientId());
        }
        Cors.builder()
                .checkAllowedOrigins(token)
                .allowedMethods(HttpMethod.GET, HttpMethod.POST)
                .auth()
                .add();
        if (caller.user().getServiceAccountClientLink() != null) {
            throw new NotAuthorizedException("Service accounts are not allowed to access this service");
        }
        return new Auth(realm, token, caller.user(), account, caller.session(), false);
    }

    /** Keycloak's dispatcher does not check it. */
    private void requireUsable() {
        boolean https =
                "https".equals(session.getContext().getUri().getBaseUri().getScheme());
        if (!https && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
            throw new ForbiddenException("HTTPS required");
        }
        if (!realm.isEnabled()) {
            throw new ForbiddenException("Realm is disabled");
        }
    }

    private ClientModel account() {
        @Nullable ClientModel client = realm.getClientByClientId(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID);
        if (client == null || !client.isEnabled()) {
            throw new NotFoundException("account management not enabled");
        }
        return client;
    }

    /** A lightweight token says neither audience nor roles. */
    private AccessToken whole(AuthResult caller, ClientModel account) {
        AccessToken token = caller.token();
        if (token.getAudience() != null && token.getResourceAccess(account.getClientId()) != null) {
            return token;
        }
        AccessTokenIntrospectionProvider<?> introspection = (AccessTokenIntrospectionProvider<?>) session.getProvider(
                TokenIntrospectionProvider.class, AccessTokenIntrospectionProviderFactory.ACCESS_TOKEN_TYPE);
        return introspection.transformAccessToken(token, caller.session());
    }
}
