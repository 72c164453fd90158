package io.github.consentgrants.conformance;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.id.JWTID;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** A key with which a client proves that tokens are its own (RFC 9449). */
final class Proof {
    private final ECKey key;

    Proof() {
        try {
            key = new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the value of {@code dpop_jkt}. */
    String thumbprint() throws JOSEException {
        return key.computeThumbprint().toString();
    }

    /** Returns the header for a post to an endpoint. */
    Map<String, String> header(URI endpoint) throws JOSEException {
        return header("POST", endpoint, 0);
    }

    /** Returns the header of a proof that was made so many seconds from now. */
    Map<String, String> header(String method, URI endpoint, long seconds) throws JOSEException {
        Date issued = Date.from(Instant.now().plusSeconds(seconds));
        return Map.of(
                "DPoP",
                new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256)
                        .createDPoPJWT(new JWTID(12), method, endpoint, issued, null, null)
                        .serialize());
    }
}
