package io.github.consentgrants.conformance;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import io.github.consentgrants.conformance.Provider.Reply;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The FAPI 2.0 security profile: {@code fapi2-security-profile-final-test-plan}, with private_key_jwt and DPoP. */
final class SecurityProfileChecks {
    static final String PLAN = "fapi2-security-profile-final-test-plan";

    private static final String PREFIX = "fapi2-security-profile-final-";

    private SecurityProfileChecks() {}

    static List<Check> all() {
        return List.of(
                // First: stock Keycloak shows no page to reject once the user has consented.
                check("user-rejects-authentication", SecurityProfileChecks::denied),
                check("happy-flow", SecurityProfileChecks::happy),
                check(
                        "ensure-authorization-request-without-state-success",
                        provider -> succeeds(provider, Map.of("state", ""))),
                check(
                        "ensure-authorization-request-without-nonce-success",
                        provider -> succeeds(provider, Map.of("nonce", ""))),
                check(
                        "ensure-authorization-request-with-64-char-nonce-success",
                        provider -> succeeds(provider, Map.of("nonce", "n".repeat(64)))),
                check(
                        "ensure-authorization-request-with-long-nonce",
                        provider -> succeedsOrIsInvalid(provider, Map.of("nonce", "n".repeat(384)))),
                check(
                        "ensure-authorization-request-with-long-state",
                        provider -> succeedsOrIsInvalid(provider, Map.of("state", "s".repeat(384)))),
                check(
                        "ensure-other-scope-order-succeeds",
                        provider -> succeeds(provider, Map.of("scope", "profile openid"))),
                check(
                        "test-claims-parameter-identity-claims",
                        provider -> succeeds(
                                provider, Map.of("claims", "{\"id_token\":{\"given_name\":{\"essential\":true}}}"))),
                check(
                        "ensure-dpopproof-with-iat-10seconds-before-succeeds",
                        provider -> proved(provider, "POST", "", -10).isSuccess() ? Outcome.PASS : Outcome.FAIL),
                check(
                        "ensure-dpopproof-with-iat-10seconds-after-succeeds",
                        provider -> proved(provider, "POST", "", 10).isSuccess() ? Outcome.PASS : Outcome.FAIL),
                check("dpop-negative-tests", SecurityProfileChecks::wrongProofs),
                check("ensure-mismatched-dpop-jkt-fails", SecurityProfileChecks::wrongThumbprintPushed),
                check(
                        "ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt",
                        provider -> boundToKey(provider, true, false, false)),
                check(
                        "ensure-token-endpoint-fails-with-mismatched-dpop-jkt",
                        provider -> boundToKey(provider, false, true, false)),
                check(
                        "ensure-dpopproof-at-par-endpoint-binding-success",
                        provider -> boundToKey(provider, true, false, true)),
                check("ensure-dpop-auth-code-binding-success", provider -> boundToKey(provider, true, true, true)),
                check(
                        "ensure-registered-redirect-uri",
                        provider -> pushRefused(provider, Map.of("redirect_uri", "https://client.example.com/x"))),
                check(
                        "ensure-unsigned-authorization-request-without-using-par-fails",
                        SecurityProfileChecks::notPushed),
                check(
                        "ensure-redirect-uri-in-authorization-request",
                        provider -> pushRefused(provider, Map.of("redirect_uri", ""))),
                check(
                        "ensure-response-type-code-idtoken-fails",
                        provider -> pushRefused(provider, Map.of("response_type", "code id_token"))),
                check(
                        "ensure-response-type-token-fails",
                        provider -> pushRefused(provider, Map.of("response_type", "token"))),
                check("ensure-client-id-in-token-endpoint", SecurityProfileChecks::otherClientId),
                check("ensure-holder-of-key-required", SecurityProfileChecks::withoutProof),
                check("ensure-authorization-code-is-bound-to-client", SecurityProfileChecks::otherClient),
                check("attempt-reuse-authorization-code-after-one-second", SecurityProfileChecks::codeReuse),
                check(
                        "ensure-signed-client-assertion-with-RS256-fails",
                        provider -> assertionRefused(
                                provider,
                                client -> FapiClient.sign(client.assertion(), JWSAlgorithm.RS256, client.id()))),
                check(
                        "ensure-client-assertion-in-token-endpoint",
                        provider -> assertionRefused(provider, client -> "")),
                check(
                        "ensure-client-assertion-with-exp-is-5-minutes-in-past-fails",
                        provider -> assertionRefused(
                                provider,
                                client -> client.sign(client.assertion()
                                        .issueTime(Date.from(Instant.now().minusSeconds(360)))
                                        .expirationTime(Date.from(Instant.now().minusSeconds(300)))))),
                check(
                        "ensure-client-assertion-with-wrong-aud-fails",
                        provider -> assertionRefused(
                                provider,
                                client -> client.sign(client.assertion().audience("https://other.example.com")))),
                check(
                        "ensure-client-assertion-with-no-sub-fails",
                        provider -> assertionRefused(
                                provider,
                                client -> client.sign(client.assertion().subject(null)))),
                check("refresh-token", SecurityProfileChecks::refresh),
                check(
                        "par-ensure-reused-request-uri-prior-to-auth-completion-succeeds",
                        SecurityProfileChecks::openedTwice),
                check("par-attempt-reuse-request_uri", SecurityProfileChecks::requestUriReuse),
                check("par-attempt-to-use-request_uri-for-different-client", SecurityProfileChecks::requestOfOther),
                check(
                        "par-authorization-request-containing-request_uri-form-param",
                        provider ->
                                pushRefused(provider, Map.of("request_uri", "urn:ietf:params:oauth:request_uri:x"))),
                check("par-attempt-invalid-http-method", SecurityProfileChecks::otherMethod),
                check(
                        "par-ensure-pkce-required",
                        provider -> pushRefused(provider, Map.of("code_challenge", "", "code_challenge_method", ""))),
                check(
                        "ensure-pkce-code-verifier-required",
                        provider -> verifierRefused(provider, Map.of("code_verifier", ""))),
                check(
                        "incorrect-pkce-code-verifier-rejected",
                        provider -> verifierRefused(provider, new Pkce().verifier())),
                check(
                        "par-plain-pkce-rejected",
                        provider -> pushRefused(provider, Map.of("code_challenge_method", "plain"))),
                check("par-without-duplicate-parameters", SecurityProfileChecks::happy),
                check(
                        "par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted",
                        provider -> Outcome.passIf(
                                asserted(provider, claims -> later(claims, 8)).isSuccess())),
                check(
                        "par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails",
                        provider -> Outcome.passIf(
                                !asserted(provider, claims -> later(claims, 70)).isSuccess())),
                check(
                        "par-test-array-as-audience-fails",
                        provider -> Outcome.passIf(!asserted(
                                        provider,
                                        claims -> claims.audience(
                                                List.of(provider.issuer(), "https://other.example.com")))
                                .isSuccess())),
                check(
                        "par-test-par-endpoint-url-as-audience-fails",
                        provider -> endpointAsAudience(provider, "ext/par/request")),
                check(
                        "par-test-token-endpoint-url-as-audience-fails",
                        provider -> endpointAsAudience(provider, "token")));
    }

    private static Check check(String name, Check.Body body) {
        return new Check(PREFIX + name, body);
    }

    /** A flow up to its code. */
    record Flow(FapiClient client, Pkce pkce, Map<String, String> request, Answer answer) {
        Reply redeem(Proof proof) throws Exception {
            return client.redeem(answer.code(), pkce, proof);
        }
    }

    static FapiClient client(Provider provider) {
        return new FapiClient(provider, "client1");
    }

    private static Flow flow(Provider provider, Map<String, String> changes) throws Exception {
        FapiClient client = client(provider);
        Pkce pkce = new Pkce();
        Map<String, String> request = client.parameters(pkce, changes);
        Answer answer = new Visitor().approve(client.pushed(client.push(request)));
        return new Flow(client, pkce, request, answer);
    }

    private static Outcome happy(Provider provider) throws Exception {
        Flow flow = flow(provider, Map.of());
        Reply tokens = flow.redeem(new Proof());
        return Outcome.passIf(tokens.isSuccess()
                && "DPoP".equals(tokens.text("token_type"))
                && provider.issuer().equals(flow.answer().parameters().get("iss"))
                && flow.request().get("state").equals(flow.answer().parameters().get("state")));
    }

    private static Outcome denied(Provider provider) throws Exception {
        FapiClient client = client(provider);
        Reply pushed = client.push(client.parameters(new Pkce(), Map.of()));
        return Outcome.passIf(new Visitor().deny(client.pushed(pushed)).isError("access_denied"));
    }

    private static Outcome succeeds(Provider provider, Map<String, String> changes) throws Exception {
        Flow flow = flow(provider, changes);
        boolean state = flow.request()
                .getOrDefault("state", "")
                .equals(flow.answer().parameters().getOrDefault("state", ""));
        return Outcome.passIf(state && flow.redeem(new Proof()).isSuccess());
    }

    private static Outcome succeedsOrIsInvalid(Provider provider, Map<String, String> changes) throws Exception {
        FapiClient client = client(provider);
        Pkce pkce = new Pkce();
        Reply pushed = client.push(client.parameters(pkce, changes));
        if (pushed.isError("invalid_request")) {
            return Outcome.PASS;
        }
        Answer answer = new Visitor().approve(client.pushed(pushed));
        return answer.isErrorPage() || answer.isError("invalid_request")
                ? Outcome.PASS
                : Outcome.passIf(client.redeem(answer.code(), pkce, new Proof()).isSuccess());
    }

    /** Redeems a code with a proof for a method, another path than the endpoint's, and another time. */
    private static Reply proved(Provider provider, String method, String wrongPath, long seconds) throws Exception {
        Flow flow = flow(provider, Map.of());
        FapiClient client = flow.client();
        URI named = URI.create(client.tokenEndpoint() + wrongPath);
        return provider.post(
                client.tokenEndpoint(),
                client.authenticated(client.codeForm(flow.answer().code(), flow.pkce())),
                new Proof().header(method, named, seconds));
    }

    private static Outcome wrongProofs(Provider provider) throws Exception {
        return Outcome.passIf(!proved(provider, "GET", "", 0).isSuccess()
                && !proved(provider, "POST", "/other", 0).isSuccess()
                && !proved(provider, "POST", "", -3600).isSuccess());
    }

    private static Outcome wrongThumbprintPushed(Provider provider) throws Exception {
        FapiClient client = client(provider);
        Map<String, String> request = client.parameters(new Pkce(), Map.of("dpop_jkt", new Proof().thumbprint()));
        return Outcome.passIf(
                !client.push(request, new Proof().header(client.parEndpoint())).isSuccess());
    }

    /** Binds the code to a key, by a proof at the PAR endpoint, a parameter or both, and redeems with that or another. */
    private static Outcome boundToKey(Provider provider, boolean byProof, boolean byParameter, boolean sameKey)
            throws Exception {
        FapiClient client = client(provider);
        Proof proof = new Proof();
        Pkce pkce = new Pkce();
        Map<String, String> request =
                client.parameters(pkce, byParameter ? Map.of("dpop_jkt", proof.thumbprint()) : Map.of());
        Map<String, String> header = byProof ? proof.header(client.parEndpoint()) : Map.of();
        Answer answer = new Visitor().approve(client.pushed(client.push(request, header)));
        Reply tokens = client.redeem(answer.code(), pkce, sameKey ? proof : new Proof());
        return Outcome.passIf(tokens.isSuccess() == sameKey);
    }

    private static Outcome pushRefused(Provider provider, Map<String, String> changes) throws Exception {
        FapiClient client = client(provider);
        Reply pushed = client.push(client.parameters(new Pkce(), changes));
        return pushed.isSuccess()
                ? Outcome.passIf(new Visitor().approve(client.pushed(pushed)).isRefused())
                : Outcome.PASS;
    }

    private static Outcome notPushed(Provider provider) throws Exception {
        FapiClient client = client(provider);
        URI request = provider.request(client.parameters(new Pkce(), Map.of()));
        return Outcome.passIf(new Visitor().approve(request).isRefused());
    }

    private static Outcome otherClientId(Provider provider) throws Exception {
        Flow flow = flow(provider, Map.of());
        FapiClient client = flow.client();
        Map<String, String> form =
                new HashMap<>(client.authenticated(client.codeForm(flow.answer().code(), flow.pkce())));
        form.put("client_id", "client2");
        return Outcome.passIf(!provider.post(client.tokenEndpoint(), form, new Proof().header(client.tokenEndpoint()))
                .isSuccess());
    }

    private static Outcome withoutProof(Provider provider) throws Exception {
        Flow flow = flow(provider, Map.of());
        FapiClient client = flow.client();
        Map<String, String> form =
                client.authenticated(client.codeForm(flow.answer().code(), flow.pkce()));
        return Outcome.passIf(
                !provider.post(client.tokenEndpoint(), form, Map.of()).isSuccess());
    }

    private static Outcome otherClient(Provider provider) throws Exception {
        Flow flow = flow(provider, Map.of());
        Reply tokens = new FapiClient(provider, "client2").redeem(flow.answer().code(), flow.pkce(), new Proof());
        return Outcome.passIf(tokens.isError("invalid_grant"));
    }

    private static Outcome codeReuse(Provider provider) throws Exception {
        Flow flow = flow(provider, Map.of());
        Proof proof = new Proof();
        boolean first = flow.redeem(proof).isSuccess();
        TimeUnit.SECONDS.sleep(1);
        return Outcome.passIf(first && flow.redeem(proof).isError("invalid_grant"));
    }

    /** Makes an assertion; an empty one is none. */
    @FunctionalInterface
    private interface Assertion {
        String of(FapiClient client) throws Exception;
    }

    private static Outcome assertionRefused(Provider provider, Assertion assertion) throws Exception {
        Flow flow = flow(provider, Map.of());
        FapiClient client = flow.client();
        Map<String, String> form =
                client.authenticated(client.codeForm(flow.answer().code(), flow.pkce()), assertion.of(client));
        form.values().removeIf(String::isEmpty);
        Reply tokens = provider.post(client.tokenEndpoint(), form, new Proof().header(client.tokenEndpoint()));
        return Outcome.passIf(!tokens.isSuccess());
    }

    private static Outcome refresh(Provider provider) throws Exception {
        Flow flow = flow(provider, Map.of());
        Proof proof = new Proof();
        Reply tokens = flow.redeem(proof);
        return Outcome.passIf(flow.client().refresh(tokens, proof).isSuccess());
    }

    /** Single use counts from the code, not from the first look: the second look still signs in. */
    private static Outcome openedTwice(Provider provider) throws Exception {
        FapiClient client = client(provider);
        Pkce pkce = new Pkce();
        URI request = client.pushed(client.push(client.parameters(pkce, Map.of())));
        Visitor visitor = new Visitor();
        visitor.look(request);
        Answer answer = visitor.approve(request);
        return Outcome.warnUnless(answer.isCallback()
                && client.redeem(answer.code(), pkce, new Proof()).isSuccess());
    }

    private static Outcome requestUriReuse(Provider provider) throws Exception {
        FapiClient client = client(provider);
        Pkce pkce = new Pkce();
        URI request = client.pushed(client.push(client.parameters(pkce, Map.of())));
        Visitor visitor = new Visitor();
        client.redeem(visitor.approve(request).code(), pkce, new Proof());
        return Outcome.warnUnless(visitor.approve(request).isRefused());
    }

    private static Outcome requestOfOther(Provider provider) throws Exception {
        FapiClient client = client(provider);
        Reply pushed = client.push(client.parameters(new Pkce(), Map.of()));
        URI request = new FapiClient(provider, "client2").pushed(pushed);
        return Outcome.passIf(new Visitor().approve(request).isRefused());
    }

    private static Outcome otherMethod(Provider provider) throws Exception {
        FapiClient client = client(provider);
        Map<String, String> form = client.authenticated(client.parameters(new Pkce(), Map.of()));
        return Outcome.passIf(
                provider.send("PUT", client.parEndpoint(), form, Map.of()).status() >= 400);
    }

    private static Outcome verifierRefused(Provider provider, Map<String, String> changes) throws Exception {
        Flow flow = flow(provider, Map.of());
        FapiClient client = flow.client();
        Map<String, String> form = client.codeForm(flow.answer().code(), flow.pkce());
        form.putAll(changes);
        form.values().removeIf(String::isEmpty);
        Reply tokens = provider.post(
                client.tokenEndpoint(), client.authenticated(form), new Proof().header(client.tokenEndpoint()));
        return Outcome.passIf(!tokens.isSuccess());
    }

    private static Reply asserted(Provider provider, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        FapiClient client = client(provider);
        return client.push(client.parameters(new Pkce(), Map.of()), change);
    }

    private static JWTClaimsSet.Builder later(JWTClaimsSet.Builder claims, long seconds) {
        Instant then = Instant.now().plusSeconds(seconds);
        return claims.issueTime(Date.from(then))
                .notBeforeTime(Date.from(then))
                .expirationTime(Date.from(then.plusSeconds(60)));
    }

    private static Outcome endpointAsAudience(Provider provider, String endpoint) throws Exception {
        String audience = provider.endpoint(endpoint).toString();
        return Outcome.passIf(
                !asserted(provider, claims -> claims.audience(audience)).isSuccess());
    }
}
