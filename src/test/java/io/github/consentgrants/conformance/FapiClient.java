package io.github.consentgrants.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.consentgrants.conformance.Provider.Reply;
import io.github.consentgrants.testing.Admin;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A client of the FAPI 2.0 plans: signs its assertions, pushes its requests, uses PKCE and DPoP. */
final class FapiClient {
    static final String REDIRECT_URI = "https://client.example.com/callback";
    static final URI JWT_BEARER = URI.create("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");

    /** Making keys takes time, and who has which key is what matters. */
    private static final Map<String, RSAKey> KEYS = Map.of("client1", newKey(), "client2", newKey());

    private final Provider provider;
    private final String id;

    FapiClient(Provider provider, String id) {
        this.provider = provider;
        this.id = id;
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID("sig")
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Registers the client, whose requests all have to be pushed. */
    static void register(Provider provider, String id) {
        ObjectNode client = Admin.JSON.createObjectNode();
        client.put("clientId", id).put("name", id).put("clientAuthenticatorType", "client-jwt");
        client.put("consentRequired", true).put("publicClient", false).put("fullScopeAllowed", false);
        client.put("implicitFlowEnabled", false).put("directAccessGrantsEnabled", false);
        client.putArray("redirectUris").add(REDIRECT_URI);
        client.putObject("attributes")
                .put("use.jwks.string", "true")
                .put("jwks.string", new JWKSet(KEYS.get(id).toPublicJWK()).toString())
                .put("token.endpoint.auth.signing.alg", "PS256")
                .put("authorization.signed.response.alg", "PS256")
                .put("require.pushed.authorization.requests", "true");
        provider.addClient(client);
    }

    String id() {
        return id;
    }

    URI parEndpoint() {
        return provider.endpoint("ext/par/request");
    }

    URI tokenEndpoint() {
        return provider.endpoint("token");
    }

    /** Makes the parameters of a request; an empty value takes one away. */
    Map<String, String> parameters(Pkce pkce, Map<String, String> changes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", id);
        parameters.put("redirect_uri", REDIRECT_URI);
        parameters.put("response_type", "code");
        parameters.put("scope", "openid profile");
        parameters.put("state", UUID.randomUUID().toString());
        parameters.put("nonce", UUID.randomUUID().toString());
        parameters.putAll(pkce.challenge());
        parameters.putAll(changes);
        parameters.values().removeIf(String::isEmpty);
        return parameters;
    }

    /** Returns the claims of a good assertion, which lives for a minute. */
    JWTClaimsSet.Builder assertion() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(id)
                .subject(id)
                .audience(provider.issuer())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)));
    }

    /** Returns the claims of a good request object. */
    JWTClaimsSet.Builder requestObject(Map<String, String> parameters) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(id)
                .audience(provider.issuer())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
        parameters.forEach(claims::claim);
        return claims;
    }

    String sign(JWTClaimsSet.Builder claims) throws JOSEException {
        return sign(claims, JWSAlgorithm.PS256, id);
    }

    /** Signs with the key of a client. */
    static String sign(JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, String key) throws JOSEException {
        JWSSigner signer = new RSASSASigner(KEYS.get(key));
        SignedJWT jwt =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID("sig").build(), claims.build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    /** Adds what authenticates the client. */
    Map<String, String> authenticated(Map<String, String> form) throws JOSEException {
        return authenticated(form, sign(assertion()));
    }

    Map<String, String> authenticated(Map<String, String> form, String assertion) {
        Map<String, String> complete = new LinkedHashMap<>(form);
        complete.put("client_id", id);
        complete.put("client_assertion_type", JWT_BEARER.toString());
        complete.put("client_assertion", assertion);
        return complete;
    }

    /** Pushes parameters. */
    Reply push(Map<String, String> parameters) throws IOException, InterruptedException, JOSEException {
        return push(parameters, Map.of());
    }

    Reply push(Map<String, String> parameters, Map<String, String> headers)
            throws IOException, InterruptedException, JOSEException {
        return provider.post(parEndpoint(), authenticated(parameters), headers);
    }

    /** Pushes parameters with an assertion that a check has changed. */
    Reply push(Map<String, String> parameters, UnaryOperator<JWTClaimsSet.Builder> change)
            throws IOException, InterruptedException, JOSEException {
        String assertion = sign(change.apply(assertion()));
        return provider.post(parEndpoint(), authenticated(parameters, assertion), Map.of());
    }

    /** Pushes a signed request object. */
    Reply pushObject(String object) throws IOException, InterruptedException, JOSEException {
        return push(Map.of("request", object));
    }

    /** Returns the address that names a pushed request. */
    URI pushed(Reply reply) {
        if (!reply.isSuccess()) {
            throw new IllegalStateException("Not pushed: " + reply.body());
        }
        return pushed(reply.text("request_uri"));
    }

    URI pushed(String requestUri) {
        return provider.request(Map.of("client_id", id, "request_uri", requestUri));
    }

    /** Returns the form of a token request. */
    Map<String, String> codeForm(String code, Pkce pkce) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", REDIRECT_URI);
        form.putAll(pkce.verifier());
        return form;
    }

    Reply redeem(String code, Pkce pkce, Proof proof) throws IOException, InterruptedException, JOSEException {
        return provider.post(tokenEndpoint(), authenticated(codeForm(code, pkce)), proof.header(tokenEndpoint()));
    }

    Reply refresh(Reply tokens, Proof proof) throws IOException, InterruptedException, JOSEException {
        Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token"));
        return provider.post(tokenEndpoint(), authenticated(form), proof.header(tokenEndpoint()));
    }

    /** Has all clients of a realm keep to a profile of Keycloak's. */
    static void enforce(Provider provider, String profile) {
        Map<String, Object> policy = Map.of(
                "name",
                "fapi",
                "enabled",
                true,
                "conditions",
                List.of(Map.of("condition", "any-client", "configuration", Map.of())),
                "profiles",
                List.of(profile));
        provider.realm()
                .server()
                .admin()
                .put(
                        "/realms/" + provider.realm().name() + "/client-policies/policies",
                        Map.of("policies", List.of(policy)));
    }
}
