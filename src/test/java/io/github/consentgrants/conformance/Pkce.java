package io.github.consentgrants.conformance;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.util.Map;

/** The proof that one request and its token request come from one client (RFC 7636). */
final class Pkce {
    private final CodeVerifier verifier = new CodeVerifier();

    /** Returns the parameters of the authorization request. */
    Map<String, String> challenge() {
        return Map.of(
                "code_challenge",
                CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue(),
                "code_challenge_method",
                "S256");
    }

    /** Returns the parameter of the token request. */
    Map<String, String> verifier() {
        return Map.of("code_verifier", verifier.getValue());
    }
}
