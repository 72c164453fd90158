package io.github.consentgrants.testing;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** A client of the realm: makes authorization requests, reads the responses and redeems codes, with the Nimbus SDK. */
public final class RelyingParty {
    public static final String REDIRECT_URI = "http://localhost:1/callback";

    private final URI endpoints;
    private final String clientId;
    private final String secret;
    private CodeVerifier verifier = new CodeVerifier();
    private boolean pkce = true;

    RelyingParty(TestRealm realm, String clientId, String secret) {
        this(
                URI.create(realm.server().baseUrl() + "/realms/" + realm.name() + "/protocol/openid-connect/"),
                clientId,
                secret);
    }

    public RelyingParty(URI endpoints, String clientId, String secret) {
        this.endpoints = endpoints;
        this.clientId = clientId;
        this.secret = secret;
    }

    public String clientId() {
        return clientId;
    }

    /** Returns what proves that the last request was this client's (RFC 7636). */
    public String codeVerifier() {
        return verifier.getValue();
    }

    public RelyingParty withoutPkce() {
        pkce = false;
        return this;
    }

    /** Makes a fresh authorization request with further parameters. */
    public URI request(Map<String, String> parameters) {
        return request(URI.create(REDIRECT_URI), parameters);
    }

    /** Makes a fresh authorization request to a redirect URI. */
    public URI request(URI redirectUri, Map<String, String> parameters) {
        return address(parameters(redirectUri, parameters));
    }

    /** Makes the parameters of a fresh authorization request; those that are given replace or complete the usual ones. */
    public Map<String, String> parameters(URI redirectUri, Map<String, String> given) {
        AuthenticationRequest.Builder builder = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile", "email"), new ClientID(clientId), redirectUri)
                .state(new State())
                .nonce(new Nonce());
        if (pkce) {
            verifier = new CodeVerifier();
            builder.codeChallenge(verifier, CodeChallengeMethod.S256);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        builder.build().toParameters().forEach((name, values) -> parameters.put(name, values.get(0)));
        parameters.putAll(given);
        return parameters;
    }

    /** Makes the address of an authorization request with exactly these parameters. */
    public URI address(Map<String, String> parameters) {
        return endpoints.resolve("auth?" + UserAgent.encode(parameters));
    }

    /** Pushes a fresh authorization request (RFC 9126) and returns its request_uri. */
    public String push(Map<String, String> given) {
        return pushExactly(parameters(URI.create(REDIRECT_URI), given));
    }

    /** Pushes an authorization request with exactly these parameters and returns its request_uri. */
    public String pushExactly(Map<String, String> parameters) {
        Map<String, String> body = new LinkedHashMap<>(parameters);
        body.put("client_secret", secret);
        Page answer = new UserAgent().send("POST", endpoints.resolve("ext/par/request"), UserAgent.encode(body));
        try {
            return Admin.JSON
                    .readTree(answer.response().body())
                    .path("request_uri")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the authorization request that names a pushed one. */
    public URI pushed(String requestUri) {
        return address(Map.of("client_id", clientId, "request_uri", requestUri));
    }

    /** Reads where the user was sent back to: a success or an OAuth error. */
    public static AuthorizationResponse response(Page page) {
        return response(page.location());
    }

    /** Reads where the user was sent back to: a success or an OAuth error. */
    public static AuthorizationResponse response(URI location) {
        try {
            return AuthorizationResponse.parse(location);
        } catch (ParseException e) {
            throw new IllegalStateException("No authorization response: " + location, e);
        }
    }

    /** Returns the error code that the client got. */
    public static String error(Page page) {
        return response(page).toErrorResponse().getErrorObject().getCode();
    }

    /** Returns the code that the client got. */
    public static String code(Page page) {
        return response(page).toSuccessResponse().getAuthorizationCode().getValue();
    }

    /** Redeems the code of a successful response. */
    public TokenResponse redeem(Page page) {
        return redeem(URI.create(REDIRECT_URI), page.location());
    }

    /** Redeems the code and returns the tokens. */
    public OIDCTokens tokens(Page page) {
        return ((OIDCTokenResponse) redeem(page).toSuccessResponse()).getOIDCTokens();
    }

    /** Exchanges a refresh token for new tokens. */
    public TokenResponse refresh(RefreshToken token) {
        return send(new RefreshTokenGrant(token));
    }

    /** Redeems the code of a successful response to a redirect URI. */
    public TokenResponse redeem(URI redirectUri, URI location) {
        AuthorizationCode code = response(location).toSuccessResponse().getAuthorizationCode();
        return send(new AuthorizationCodeGrant(code, redirectUri, pkce ? verifier : null));
    }

    private TokenResponse send(AuthorizationGrant grant) {
        ClientID id = new ClientID(clientId);
        URI endpoint = endpoints.resolve("token");
        TokenRequest request = secret == null
                ? new TokenRequest.Builder(endpoint, id, grant).build()
                : new TokenRequest.Builder(endpoint, new ClientSecretBasic(id, new Secret(secret)), grant).build();
        try {
            return OIDCTokenResponseParser.parse(request.toHTTPRequest().send());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
