package io.github.consentgrants.conformance;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import io.github.consentgrants.conformance.Provider.Reply;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** FAPI 2.0 message signing: {@code fapi2-message-signing-final-test-plan}, signed requests and JARM. */
final class MessageSigningChecks {
    static final String PLAN = "fapi2-message-signing-final-test-plan";

    private static final String PREFIX = "fapi2-security-profile-final-";
    private static final Map<String, String> JARM = Map.of("response_mode", "jwt");

    private MessageSigningChecks() {}

    static List<Check> all() {
        return List.of(
                // First: stock Keycloak shows no page to reject once the user has consented.
                check("user-rejects-authentication", MessageSigningChecks::denied),
                check("happy-flow", provider -> succeeds(provider, claims -> claims, Map.of())),
                check(
                        "ensure-request-object-with-multiple-aud-succeeds",
                        provider -> succeeds(
                                provider,
                                claims -> claims.audience(List.of(provider.issuer(), "https://other.example.com")),
                                Map.of())),
                check(
                        "ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted",
                        provider -> succeeds(provider, claims -> claims.notBeforeTime(Date.from(later(8))), Map.of())),
                check(
                        "ensure-different-nonce-inside-and-outside-request-object",
                        provider -> succeeds(provider, claims -> claims, Map.of("nonce", "outside"))),
                check(
                        "ensure-different-state-inside-and-outside-request-object",
                        provider -> succeeds(provider, claims -> claims, Map.of("state", "outside"))),
                check("state-only-outside-request-object-not-used", MessageSigningChecks::stateOutside),
                check(
                        "ensure-request-object-without-exp-fails",
                        provider -> refused(provider, claims -> claims.expirationTime(null))),
                check(
                        "ensure-request-object-without-nbf-fails",
                        provider -> refused(provider, claims -> claims.notBeforeTime(null))),
                check(
                        "ensure-request-object-without-redirect-uri-fails",
                        provider -> refused(provider, claims -> claims.claim("redirect_uri", null))),
                check(
                        "ensure-expired-request-object-fails",
                        provider -> refused(
                                provider,
                                claims -> claims.notBeforeTime(Date.from(later(-900)))
                                        .expirationTime(Date.from(later(-600))))),
                check(
                        "ensure-request-object-with-bad-aud-fails",
                        provider -> refused(provider, claims -> claims.audience("https://other.example.com"))),
                check(
                        "ensure-request-object-with-exp-over-60-fails",
                        provider -> refused(provider, claims -> claims.expirationTime(Date.from(later(70 * 60))))),
                check(
                        "ensure-request-object-with-nbf-over-60-fails",
                        provider -> refused(provider, claims -> claims.notBeforeTime(Date.from(later(-70 * 60))))),
                check(
                        "ensure-signed-request-object-with-RS256-fails",
                        provider -> signedOtherwise(provider, JWSAlgorithm.RS256, "client1")),
                check("ensure-request-object-signature-algorithm-is-not-none", MessageSigningChecks::withoutSignature),
                check("ensure-request-object-with-invalid-signature-fails", MessageSigningChecks::wrongSignature),
                check(
                        "ensure-matching-key-in-authorization-request",
                        provider -> signedOtherwise(provider, JWSAlgorithm.PS256, "client2")),
                check("ensure-unsigned-request-at-par-endpoint-fails", MessageSigningChecks::unsigned),
                check(
                        "par-authorization-request-containing-request_uri",
                        provider -> refused(
                                provider,
                                claims -> claims.claim("request_uri", "urn:ietf:params:oauth:request_uri:x"))));
    }

    private static Check check(String name, Check.Body body) {
        return new Check(PREFIX + name, body);
    }

    private static Instant later(long seconds) {
        return Instant.now().plusSeconds(seconds);
    }

    private static Outcome succeeds(
            Provider provider, UnaryOperator<JWTClaimsSet.Builder> change, Map<String, String> outside)
            throws Exception {
        FapiClient client = SecurityProfileChecks.client(provider);
        Pkce pkce = new Pkce();
        Map<String, String> request = client.parameters(pkce, JARM);
        Map<String, String> form = new HashMap<>(outside);
        form.put("request", client.sign(change.apply(client.requestObject(request))));
        Answer answer = new Visitor().approve(client.pushed(client.push(form)));
        Reply tokens = client.redeem(answer.code(), pkce, new Proof());
        return Outcome.passIf(answer.page().location().toString().contains("response=")
                && request.get("state").equals(answer.parameters().get("state"))
                && tokens.isSuccess());
    }

    private static Outcome denied(Provider provider) throws Exception {
        FapiClient client = SecurityProfileChecks.client(provider);
        String object = client.sign(client.requestObject(client.parameters(new Pkce(), JARM)));
        return Outcome.passIf(
                new Visitor().deny(client.pushed(client.pushObject(object))).isError("access_denied"));
    }

    private static Outcome stateOutside(Provider provider) throws Exception {
        FapiClient client = SecurityProfileChecks.client(provider);
        Map<String, String> request = client.parameters(new Pkce(), Map.of("response_mode", "jwt", "state", ""));
        String object = client.sign(client.requestObject(request));
        Reply pushed = client.push(Map.of("request", object, "state", "outside"));
        Answer answer = new Visitor().approve(client.pushed(pushed));
        return Outcome.passIf(!answer.code().isEmpty() && answer.parameters().get("state") == null);
    }

    private static Outcome refused(Provider provider, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        FapiClient client = SecurityProfileChecks.client(provider);
        return refused(client, client.sign(change.apply(client.requestObject(client.parameters(new Pkce(), JARM)))));
    }

    private static Outcome refused(FapiClient client, String object) throws Exception {
        Reply pushed = client.pushObject(object);
        return pushed.isSuccess()
                ? Outcome.passIf(new Visitor().approve(client.pushed(pushed)).isRefused())
                : Outcome.PASS;
    }

    private static Outcome signedOtherwise(Provider provider, JWSAlgorithm algorithm, String key) throws Exception {
        FapiClient client = SecurityProfileChecks.client(provider);
        JWTClaimsSet.Builder claims = client.requestObject(client.parameters(new Pkce(), JARM));
        return refused(client, FapiClient.sign(claims, algorithm, key));
    }

    private static Outcome withoutSignature(Provider provider) throws Exception {
        FapiClient client = SecurityProfileChecks.client(provider);
        JWTClaimsSet claims =
                client.requestObject(client.parameters(new Pkce(), JARM)).build();
        return refused(
                client, Base64URL.encode("{\"alg\":\"none\"}") + "." + Base64URL.encode(claims.toString()) + ".");
    }

    private static Outcome wrongSignature(Provider provider) throws Exception {
        FapiClient client = SecurityProfileChecks.client(provider);
        String object = client.sign(client.requestObject(client.parameters(new Pkce(), JARM)));
        String other = client.sign(client.requestObject(client.parameters(new Pkce(), JARM)));
        return refused(client, object.substring(0, object.lastIndexOf('.')) + other.substring(other.lastIndexOf('.')));
    }

    private static Outcome unsigned(Provider provider) throws Exception {
        FapiClient client = SecurityProfileChecks.client(provider);
        Reply pushed = client.push(client.parameters(new Pkce(), JARM));
        return pushed.isSuccess()
                ? Outcome.passIf(new Visitor().approve(client.pushed(pushed)).isRefused())
                : Outcome.PASS;
    }
}
