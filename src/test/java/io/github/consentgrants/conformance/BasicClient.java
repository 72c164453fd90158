package io.github.consentgrants.conformance;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.github.consentgrants.conformance.Provider.Reply;
import io.github.consentgrants.testing.RelyingParty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The client of the basic plan: code flow with a client secret, without PKCE. */
final class BasicClient {
    static final String REDIRECT_URI = RelyingParty.REDIRECT_URI;

    private static final String ID = "app";
    private static final String SECRET = "secret";

    private final Provider provider;

    BasicClient(Provider provider) {
        this.provider = provider;
    }

    /** Makes the parameters of a request; an empty value takes one away. */
    Map<String, String> parameters(Map<String, String> changes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", ID);
        parameters.put("redirect_uri", REDIRECT_URI);
        parameters.put("response_type", "code");
        parameters.put("scope", "openid");
        parameters.put("state", UUID.randomUUID().toString());
        parameters.put("nonce", UUID.randomUUID().toString());
        parameters.putAll(changes);
        parameters.values().removeIf(String::isEmpty);
        return parameters;
    }

    /** Exchanges a code, with the secret in the header. */
    Reply redeem(String code, Map<String, String> further) throws IOException, InterruptedException {
        Map<String, String> form = codeForm(code);
        form.putAll(further);
        return provider.post(provider.endpoint("token"), form, basic());
    }

    /** Exchanges a code, with the secret in the form. */
    Reply redeemBySecretPost(String code) throws IOException, InterruptedException {
        Map<String, String> form = codeForm(code);
        form.put("client_id", ID);
        form.put("client_secret", SECRET);
        return provider.post(provider.endpoint("token"), form, Map.of());
    }

    Reply refresh(String refreshToken) throws IOException, InterruptedException {
        return provider.post(
                provider.endpoint("token"),
                Map.of("grant_type", "refresh_token", "refresh_token", refreshToken),
                basic());
    }

    private static Map<String, String> codeForm(String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", REDIRECT_URI);
        return form;
    }

    private static Map<String, String> basic() {
        String credentials = ID + ":" + SECRET;
        return Map.of(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    /** Checks the signature and the claims of the ID token of a reply, and returns the claims. */
    IDTokenClaimsSet idToken(Reply tokens, String nonce)
            throws IOException, ParseException, JOSEException, BadJOSEException {
        IDTokenValidator validator = new IDTokenValidator(
                new Issuer(provider.issuer()),
                new ClientID(ID),
                JWSAlgorithm.RS256,
                provider.endpoint("certs").toURL());
        SignedJWT token = SignedJWT.parse(tokens.text("id_token"));
        return validator.validate(token, nonce == null ? null : new Nonce(nonce));
    }

    /** Asks for the claims of the user. */
    Reply userinfo(String method, Reply tokens, boolean inForm) throws IOException, InterruptedException {
        String token = tokens.text("access_token");
        return inForm
                ? provider.send(method, provider.endpoint("userinfo"), Map.of("access_token", token), Map.of())
                : provider.send(
                        method, provider.endpoint("userinfo"), Map.of(), Map.of("Authorization", "Bearer " + token));
    }
}
