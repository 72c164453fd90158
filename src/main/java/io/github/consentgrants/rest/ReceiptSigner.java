package io.github.consentgrants.rest;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Signs a receipt with the realm's active key, as the realm signs tokens. Whoever has the realm's JWKS can check it. */
public final class ReceiptSigner {
    /** Media type of a receipt, and without {@code application/} its {@code typ} (RFC 7515 4.1.9). */
    public static final String MEDIA_TYPE = "application/consent-receipt+jwt";

    private static final String TYPE = "consent-receipt+jwt";

    private ReceiptSigner() {}

    /** Returns a compact JWS (RFC 7515 7.1). */
    public static String sign(KeycloakSession session, RealmModel realm, String payload) {
        String algorithm = algorithm(session, realm);
        KeyWrapper key = session.keys().getActiveKey(realm, KeyUse.SIG, algorithm);
        SignatureProvider provider = session.getProvider(SignatureProvider.class, algorithm);
        return new JWSBuilder()
                .type(TYPE)
                .content(payload.getBytes(StandardCharsets.US_ASCII))
                .sign(provider.signer(key));
    }

    /** The realm's default. An HMAC is none: only its maker could check it. */
    private static String algorithm(KeycloakSession session, RealmModel realm) {
        @Nullable String algorithm = realm.getDefaultSignatureAlgorithm();
        if (algorithm == null || algorithm.isBlank()) {
            return Constants.DEFAULT_SIGNATURE_ALGORITHM;
        }
        @Nullable SignatureProvider provider = session.getProvider(SignatureProvider.class, algorithm);
        return provider != null && provider.isAsymmetricAlgorithm() ? algorithm : Constants.DEFAULT_SIGNATURE_ALGORITHM;
    }
}
