package io.github.consentgrants.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;

/** The key of a client that signs its authorization requests (RFC 9101). */
public final class RequestObjects {
    private final RSAKey key;

    public RequestObjects() {
        try {
            key = new RSAKeyGenerator(2048)
                    .keyID("test")
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the attributes with which a client registers the key. */
    public Map<String, String> attributes() {
        return Map.of(
                "use.jwks.string",
                "true",
                "jwks.string",
                new JWKSet(key.toPublicJWK()).toString(),
                "request.object.signature.alg",
                "RS256");
    }

    /** Returns the public key, as Keycloak takes that of an identity provider. */
    public String publicKey() {
        try {
            return Base64.getEncoder().encodeToString(key.toRSAPublicKey().getEncoded());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs the parameters of an authorization request. */
    public String sign(TestRealm realm, Map<String, String> parameters) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(parameters.get("client_id"))
                .audience(realm.server().baseUrl() + "/realms/" + realm.name())
                .issueTime(Date.from(Instant.now()))
                .notBeforeTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
        parameters.forEach(claims::claim);
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .type(new JOSEObjectType("oauth-authz-req+jwt"))
                            .build(),
                    claims.build());
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
