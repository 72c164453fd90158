package io.github.consentgrants.demo;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RelyingParty;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** One browser at the application: the request that it was sent away with, and what came of it. */
final class Visit {
    private final KeycloakServer keycloak;
    private final RelyingParty app;
    private final URI redirectUri;
    private String state = "";
    private String nonce = "";
    private SignedIn signedIn;
    private Answer answer;

    /**
     * What the last thing that was tried led to.
     *
     * @param what was tried
     * @param refusal the word for it; empty if it was not refused
     */
    record Answer(String what, String refusal) {}

    Visit(KeycloakServer keycloak, RelyingParty app, URI redirectUri) {
        this.keycloak = keycloak;
        this.app = app;
        this.redirectUri = redirectUri;
    }

    /** Makes a fresh authorization request and returns its address. */
    synchronized URI request() {
        Map<String, String> parameters = app.parameters(redirectUri, Map.of());
        state = parameters.get("state");
        nonce = parameters.get("nonce");
        answer = null;
        return app.address(parameters);
    }

    /** Takes the answer to the last request: redeems its code. */
    synchronized void callback(URI location) throws Exception {
        AuthorizationResponse response = RelyingParty.response(location);
        if (state.isEmpty() || !state.equals(response.getState().getValue())) {
            answer = new Answer("An answer that this browser did not ask for", "state");
            return;
        }
        state = "";
        signedIn = null;
        if (!response.indicatesSuccess()) {
            answer = new Answer(
                    "The sign-in",
                    response.toErrorResponse().getErrorObject().getCode());
            return;
        }
        TokenResponse tokens = app.redeem(redirectUri, location);
        if (tokens instanceof OIDCTokenResponse oidc) {
            signIn(oidc.getOIDCTokens());
        } else {
            answer = new Answer(
                    "The code", tokens.toErrorResponse().getErrorObject().getCode());
        }
    }

    private void signIn(OIDCTokens tokens) throws Exception {
        JWTClaimsSet claims = tokens.getIDToken().getJWTClaimsSet();
        if (!nonce.equals(claims.getStringClaim("nonce"))) {
            answer = new Answer("An ID token of another request", "nonce");
            return;
        }
        signedIn = new SignedIn(
                claims.toJSONObject(),
                StoredGrant.newest(keycloak).id(),
                tokens.getRefreshToken().getValue());
    }

    /** Presents the token of the last approval to the store once more. */
    synchronized void replay() throws Exception {
        answer = new Answer("A second use of the same approval", StoredGrant.replay(keycloak));
    }

    /** Asks for new tokens, which the application gets for as long as the approval stands. */
    synchronized void refresh() {
        if (signedIn == null) {
            return;
        }
        TokenResponse tokens = app.refresh(new RefreshToken(signedIn.refreshToken()));
        if (tokens.indicatesSuccess()) {
            RefreshToken next = tokens.toSuccessResponse().getTokens().getRefreshToken();
            signedIn = new SignedIn(signedIn.claims(), signedIn.grantId(), next.getValue());
            answer = new Answer("The refresh token", "");
        } else {
            answer = new Answer(
                    "The refresh token", tokens.toErrorResponse().getErrorObject().getCode());
        }
    }

    /** Returns the page as it is now; the approval is read again each time. */
    synchronized String page(URI myApprovals) throws Exception {
        Optional<Answer> last = Optional.ofNullable(answer);
        return signedIn == null
                ? DemoPage.start(myApprovals, last)
                : DemoPage.signedIn(signedIn, StoredGrant.of(keycloak, signedIn.grantId()), myApprovals, last);
    }
}
