package io.github.consentgrants.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.jarm.JARMValidator;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import com.nimbusds.oauth2.sdk.token.Tokens;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The other tests use this library for single steps; here it does all of a relying party's work. */
@DisplayName("Given an application with the Nimbus SDK, a gated client")
final class NimbusIT {
    private static final URI REDIRECT = URI.create(RelyingParty.REDIRECT_URI);
    private static final ClientID ID = new ClientID("app");

    private final ClientSecretBasic secret = new ClientSecretBasic(ID, new Secret("secret"));
    private final UserAgent agent = new UserAgent();
    private final CodeVerifier verifier = new CodeVerifier();
    private final State state = new State();
    private final Nonce nonce = new Nonce();
    private TestRealm realm;
    private OIDCProviderMetadata provider;

    @BeforeEach
    void discover() throws Exception {
        KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
        realm = TestRealm.create(server);
        provider = OIDCProviderMetadata.resolve(new Issuer(server.baseUrl() + "/realms/" + realm.name()));
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private AuthenticationRequest.Builder request() {
        return new AuthenticationRequest.Builder(ResponseType.CODE, new Scope("openid", "profile"), ID, REDIRECT)
                .endpointURI(provider.getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256);
    }

    private URI approve(URI request) {
        Page consent = Browser.signIn(agent, request, "alice");
        assertThat(consent.isConsent()).isTrue();
        return Browser.authorize(agent, consent).location();
    }

    private TokenResponse send(AuthorizationGrant grant, DPoPProofFactory proofs) throws Exception {
        HTTPRequest request = new TokenRequest.Builder(provider.getTokenEndpointURI(), secret, grant)
                .build()
                .toHTTPRequest();
        if (proofs != null) {
            request.setDPoP(proofs.createDPoPJWT("POST", provider.getTokenEndpointURI()));
        }
        return OIDCTokenResponseParser.parse(request.send());
    }

    private OIDCTokens redeem(AuthorizationResponse response, DPoPProofFactory proofs) throws Exception {
        assertThat(response.getState()).isEqualTo(state);
        AuthorizationGrant grant =
                new AuthorizationCodeGrant(response.toSuccessResponse().getAuthorizationCode(), REDIRECT, verifier);
        OIDCTokens tokens = ((OIDCTokenResponse) send(grant, proofs).toSuccessResponse()).getOIDCTokens();
        IDTokenValidator validator = new IDTokenValidator(
                provider.getIssuer(),
                ID,
                JWSAlgorithm.RS256,
                provider.getJWKSetURI().toURL());
        validator.validate(tokens.getIDToken(), nonce);
        assertThat(Grants.of(realm)).singleElement().matches(Grants.Row::redeemed);
        return tokens;
    }

    @Test
    @DisplayName("when it uses the code flow, then one click signs in, and it refreshes")
    void code() throws Exception {
        OIDCTokens tokens =
                redeem(AuthorizationResponse.parse(approve(request().build().toURI())), null);
        assertThat(send(new RefreshTokenGrant(tokens.getRefreshToken()), null).indicatesSuccess())
                .isTrue();
    }

    @Test
    @DisplayName("when it pushes the request and proves its key with DPoP, then one click signs in, and it refreshes")
    void pushedWithDpop() throws Exception {
        DPoPProofFactory proofs =
                new DefaultDPoPProofFactory(new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256);
        HTTPRequest push = new PushedAuthorizationRequest(
                        provider.getPushedAuthorizationRequestEndpointURI(),
                        secret,
                        request().build())
                .toHTTPRequest();
        push.setDPoP(proofs.createDPoPJWT("POST", provider.getPushedAuthorizationRequestEndpointURI()));
        URI pushed = PushedAuthorizationResponse.parse(push.send())
                .toSuccessResponse()
                .getRequestURI();
        URI request = new AuthorizationRequest.Builder(pushed, ID)
                .endpointURI(provider.getAuthorizationEndpointURI())
                .build()
                .toURI();
        Tokens tokens = redeem(AuthorizationResponse.parse(approve(request)), proofs);
        assertThat(tokens.getAccessToken().getType()).isEqualTo(AccessTokenType.DPOP);
        assertThat(send(new RefreshTokenGrant(tokens.getRefreshToken()), proofs).indicatesSuccess())
                .isTrue();
    }

    @Test
    @DisplayName("when it wants a signed response, then that names its state and its code, and one click signs in")
    void signedResponse() throws Exception {
        // Otherwise Keycloak names the issuer twice in that response, which is no JSON for the SDK.
        realm.updateAttributes("app", Map.of("exclude.issuer.from.auth.response", "true"));
        URI answer = approve(request().responseMode(ResponseMode.JWT).build().toURI());
        JARMValidator validator = new JARMValidator(
                provider.getIssuer(),
                ID,
                JWSAlgorithm.RS256,
                provider.getJWKSetURI().toURL());
        redeem(AuthorizationResponse.parse(answer, validator), null);
    }
}
