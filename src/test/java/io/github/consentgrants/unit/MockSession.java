package io.github.consentgrants.unit;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.common.Profile;
import org.keycloak.common.util.Time;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.crypto.SignatureVerifierContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.sessions.AuthenticationSessionProvider;
import org.keycloak.tracing.TracingProvider;
import org.keycloak.util.JsonSerialization;

/** Makes Keycloak sessions that keep attributes, and the requests in them. */
public final class MockSession {
    private static final int NOW = (int) Time.currentTimeSeconds();

    private MockSession() {}

    /** Returns the session of a request over https, which presents no cookie. */
    public static KeycloakSession of(RealmModel realm) {
        Profile.defaults();
        KeycloakSession session = mock(KeycloakSession.class, RETURNS_DEEP_STUBS);
        Map<String, Object> attributes = new HashMap<>();
        when(session.getAttribute(anyString(), any())).thenAnswer(call -> attributes.get(call.<String>getArgument(0)));
        when(session.getAttribute(anyString())).thenAnswer(call -> attributes.get(call.<String>getArgument(0)));
        when(session.getContext().getUserSession()).thenReturn(null);
        when(session.getAttributeOrDefault(anyString(), any()))
                .thenAnswer(call -> attributes.getOrDefault(call.<String>getArgument(0), call.getArgument(1)));
        doAnswer(call -> attributes.put(call.getArgument(0), call.getArgument(1)))
                .when(session)
                .setAttribute(anyString(), any());
        when(session.getContext().getRealm()).thenReturn(realm);
        doReturn(null).when(session).getProvider(any());
        doReturn(null).when(session).getProvider(any(), anyString());
        TracingProvider tracing = mock(TracingProvider.class, RETURNS_DEEP_STUBS);
        when(session.getProvider(TracingProvider.class)).thenReturn(tracing);
        CookieProvider cookies = mock(CookieProvider.class);
        when(session.getProvider(CookieProvider.class)).thenReturn(cookies);
        when(session.sessions().getUserSession(any(), any())).thenReturn(null);
        request(session, "https://bank.example/realms/bank/login-actions/required-action");
        return session;
    }

    /** Says that tabs are kept in the database. */
    public static void inDatabase(KeycloakSession session) {
        ProviderFactory<AuthenticationSessionProvider> tabs =
                session.getKeycloakSessionFactory().getProviderFactory(AuthenticationSessionProvider.class);
        when(tabs.getId()).thenReturn("in the database");
    }

    /** Says where the request went. */
    public static void request(KeycloakSession session, String address) {
        URI uri = URI.create(address);
        when(session.getContext().getUri().getPath()).thenReturn(uri.getPath());
        when(session.getContext().getUri().getBaseUri()).thenReturn(uri.resolve("/"));
        MultivaluedHashMap<String, String> parameters = new MultivaluedHashMap<>();
        if (uri.getQuery() != null) {
            parameters.add(uri.getQuery().replaceFirst("=.*", ""), "value");
        }
        when(session.getContext().getUri().getQueryParameters()).thenReturn(parameters);
    }

    /**
     * Has the request present Keycloak's cookie of a user session, which is a valid one.
     *
     * @return the cookie
     */
    public static String signOn(
            KeycloakSession session, RealmModel realm, UserModel user, UserSessionModel userSession) {
        String cookie = encode(Map.of("alg", "HS512", "kid", "key"))
                + "."
                + encode(Map.of(
                        "iss", "https://bank.example/realms/bank",
                        "sub", "user",
                        "sid", "session",
                        "typ", "Serialized-ID",
                        "iat", NOW,
                        "exp", NOW + 600))
                + ".c2lnbmF0dXJl";
        when(session.getProvider(CookieProvider.class).get(CookieType.IDENTITY)).thenReturn(cookie);
        SignatureProvider signatures = mock(SignatureProvider.class);
        when(session.getProvider(SignatureProvider.class, "HS512")).thenReturn(signatures);
        SignatureVerifierContext verifier = mock(SignatureVerifierContext.class);
        try {
            when(signatures.verifier("key")).thenReturn(verifier);
            when(verifier.verify(any(), any())).thenReturn(true);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        when(user.isEnabled()).thenReturn(true);
        when(userSession.getId()).thenReturn("session");
        when(userSession.getUser()).thenReturn(user);
        when(userSession.getRealm()).thenReturn(realm);
        when(userSession.getStarted()).thenReturn(NOW);
        when(userSession.getLastSessionRefresh()).thenReturn(NOW);
        when(realm.getSsoSessionIdleTimeout()).thenReturn(600);
        when(realm.getSsoSessionMaxLifespan()).thenReturn(600);
        when(session.sessions().getUserSession(realm, "session")).thenReturn(userSession);
        return cookie;
    }

    private static String encode(Map<String, Object> json) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(JsonSerialization.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
