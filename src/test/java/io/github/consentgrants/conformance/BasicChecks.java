package io.github.consentgrants.conformance;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import io.github.consentgrants.conformance.Provider.Reply;
import io.github.consentgrants.testing.Admin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The basic certification profile of OpenID Connect: {@code oidcc-basic-certification-test-plan}. */
final class BasicChecks {
    static final String PLAN = "oidcc-basic-certification-test-plan";

    /** Errors of requests that need a page (OpenID Connect Core 3.1.2.6). */
    private static final Set<String> NEEDS_A_PAGE =
            Set.of("login_required", "interaction_required", "account_selection_required", "consent_required");

    private BasicChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("oidcc-server", provider -> succeeds(provider, Map.of())),
                new Check("oidcc-response-type-missing", BasicChecks::responseTypeMissing),
                new Check("oidcc-userinfo-get", provider -> userinfo(provider, "GET", false)),
                new Check("oidcc-userinfo-post-header", provider -> userinfo(provider, "POST", false)),
                new Check("oidcc-userinfo-post-body", provider -> userinfo(provider, "POST", true)),
                new Check(
                        "oidcc-ensure-request-without-nonce-succeeds-for-code-flow",
                        provider -> succeeds(provider, Map.of("nonce", ""))),
                new Check("oidcc-scope-profile", provider -> claims(provider, "openid profile", "preferred_username")),
                new Check("oidcc-scope-email", provider -> claims(provider, "openid email", "email")),
                new Check("oidcc-scope-address", provider -> claims(provider, "openid address", "address")),
                new Check("oidcc-scope-phone", provider -> claims(provider, "openid phone", "phone_number")),
                new Check(
                        "oidcc-scope-all",
                        provider -> claims(provider, "openid profile email address phone", "phone_number")),
                new Check("oidcc-alternate-happy-flow", BasicChecks::otherOrder),
                new Check("oidcc-display-page", provider -> succeeds(provider, Map.of("display", "page"))),
                new Check("oidcc-display-popup", provider -> succeeds(provider, Map.of("display", "popup"))),
                new Check("oidcc-prompt-login", provider -> asksAgain(provider, Map.of("prompt", "login"), 1)),
                new Check("oidcc-prompt-none-not-logged-in", BasicChecks::silentWithoutSession),
                new Check(
                        "oidcc-prompt-none-logged-in",
                        provider -> twice(provider, Map.of(), Map.of("prompt", "none"), false)),
                new Check("oidcc-max-age-1", provider -> asksAgain(provider, Map.of("max_age", "1"), 2)),
                new Check(
                        "oidcc-max-age-10000",
                        provider -> twice(provider, Map.of("max_age", "15000"), Map.of("max_age", "10000"), false)),
                new Check(
                        "oidcc-ensure-request-with-unknown-parameter-succeeds",
                        provider -> succeeds(provider, Map.of("extra", "foobar"))),
                new Check("oidcc-id-token-hint", provider -> twice(provider, Map.of(), Map.of("prompt", "none"), true)),
                new Check("oidcc-login-hint", provider -> succeeds(provider, Map.of("login_hint", "alice"))),
                new Check("oidcc-ui-locales", provider -> succeeds(provider, Map.of("ui_locales", "se"))),
                new Check("oidcc-claims-locales", provider -> succeeds(provider, Map.of("claims_locales", "se"))),
                new Check("oidcc-ensure-request-with-acr-values-succeeds", BasicChecks::acrValues),
                new Check("oidcc-codereuse", BasicChecks::codeReuse),
                new Check("oidcc-ensure-registered-redirect-uri", BasicChecks::unregisteredRedirect),
                new Check("oidcc-ensure-post-request-succeeds", BasicChecks::posted),
                new Check("oidcc-server-client-secret-post", BasicChecks::secretPost),
                new Check(
                        "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported",
                        provider -> unsignedRequestObject(provider, false)),
                new Check("oidcc-claims-essential", BasicChecks::essentialClaim),
                new Check(
                        "oidcc-ensure-request-object-with-redirect-uri",
                        provider -> unsignedRequestObject(provider, true)),
                new Check("oidcc-refresh-token", BasicChecks::refresh),
                new Check("oidcc-ensure-request-with-valid-pkce-succeeds", BasicChecks::pkce));
    }

    private static Outcome succeeds(Provider provider, Map<String, String> changes) throws Exception {
        BasicClient client = new BasicClient(provider);
        Map<String, String> request = client.parameters(changes);
        Answer answer = new Visitor().approve(provider.request(request));
        Reply tokens = client.redeem(answer.code(), Map.of());
        IDTokenClaimsSet claims = client.idToken(tokens, request.get("nonce"));
        return Outcome.passIf(request.get("state").equals(answer.parameters().get("state"))
                && !claims.getSubject().getValue().isEmpty());
    }

    private static Outcome responseTypeMissing(Provider provider) throws Exception {
        Map<String, String> request = new BasicClient(provider).parameters(Map.of("response_type", ""));
        Answer answer = new Visitor().approve(provider.request(request));
        return Outcome.passIf(answer.isErrorPage()
                || answer.isError("invalid_request")
                || answer.isError("unsupported_response_type"));
    }

    private static Reply tokens(Provider provider, Map<String, String> changes) throws Exception {
        BasicClient client = new BasicClient(provider);
        Answer answer = new Visitor().approve(provider.request(client.parameters(changes)));
        return client.redeem(answer.code(), Map.of());
    }

    private static Outcome userinfo(Provider provider, String method, boolean inForm) throws Exception {
        Reply tokens = tokens(provider, Map.of());
        return Outcome.passIf(new BasicClient(provider)
                .userinfo(method, tokens, inForm)
                .body()
                .has("sub"));
    }

    private static Outcome claims(Provider provider, String scope, String claim) throws Exception {
        Reply tokens = tokens(provider, Map.of("scope", scope));
        Reply userinfo = new BasicClient(provider).userinfo("GET", tokens, false);
        return userinfo.body().has("sub") ? Outcome.warnUnless(userinfo.body().has(claim)) : Outcome.FAIL;
    }

    private static Outcome otherOrder(Provider provider) throws Exception {
        BasicClient client = new BasicClient(provider);
        Map<String, String> request = client.parameters(Map.of("scope", "email openid"));
        List<String> names = new ArrayList<>(request.keySet());
        Map<String, String> reversed = new LinkedHashMap<>();
        for (int i = names.size() - 1; i >= 0; i--) {
            reversed.put(names.get(i), request.get(names.get(i)));
        }
        Answer answer = new Visitor().approve(provider.request(reversed));
        Reply tokens = client.redeem(answer.code(), Map.of());
        return Outcome.passIf(client.userinfo("GET", tokens, false).body().has("email"));
    }

    /** The second request of the same browser has to ask for the password, and to say when that was. */
    private static Outcome asksAgain(Provider provider, Map<String, String> second, int seconds) throws Exception {
        BasicClient client = new BasicClient(provider);
        Visitor visitor = new Visitor();
        Map<String, String> request = client.parameters(Map.of());
        Reply before = client.redeem(visitor.approve(provider.request(request)).code(), Map.of());
        IDTokenClaimsSet first = client.idToken(before, request.get("nonce"));
        TimeUnit.SECONDS.sleep(seconds);
        request = client.parameters(second);
        Answer answer = visitor.approve(provider.request(request));
        Reply after = client.redeem(answer.code(), Map.of());
        IDTokenClaimsSet last = client.idToken(after, request.get("nonce"));
        boolean demanded = second.containsKey("max_age");
        boolean told = time(last) == null
                ? !demanded
                : time(first) == null || time(last).isAfter(time(first));
        return Outcome.passIf(answer.login() && told);
    }

    private static Outcome silentWithoutSession(Provider provider) throws Exception {
        Map<String, String> request =
                new BasicClient(provider).parameters(Map.of("prompt", "none", "state", "s".repeat(128)));
        Answer answer = new Visitor().approve(provider.request(request));
        return Outcome.passIf(NEEDS_A_PAGE.contains(answer.parameters().get("error"))
                && "s".repeat(128).equals(answer.parameters().get("state")));
    }

    /** The second request of the same browser must not ask for the password. */
    private static Outcome twice(
            Provider provider, Map<String, String> first, Map<String, String> second, boolean withHint)
            throws Exception {
        BasicClient client = new BasicClient(provider);
        Visitor visitor = new Visitor();
        Map<String, String> request = client.parameters(first);
        Reply before = client.redeem(visitor.approve(provider.request(request)).code(), Map.of());
        IDTokenClaimsSet one = client.idToken(before, request.get("nonce"));
        request = client.parameters(second);
        if (withHint) {
            request.put("id_token_hint", before.text("id_token"));
        }
        Answer answer = visitor.approve(provider.request(request));
        Reply after = client.redeem(answer.code(), Map.of());
        IDTokenClaimsSet two = client.idToken(after, request.get("nonce"));
        boolean sameTime = time(one) == null || time(two) == null || time(one).equals(time(two));
        return Outcome.passIf(!answer.login() && sameTime && one.getSubject().equals(two.getSubject()));
    }

    /** Returns when the user signed in, or null if the token does not say so. */
    private static Instant time(IDTokenClaimsSet claims) {
        return claims.getAuthenticationTime() == null
                ? null
                : claims.getAuthenticationTime().toInstant();
    }

    private static Outcome acrValues(Provider provider) throws Exception {
        BasicClient client = new BasicClient(provider);
        Map<String, String> request = client.parameters(Map.of("acr_values", "1 2"));
        Reply tokens =
                client.redeem(new Visitor().approve(provider.request(request)).code(), Map.of());
        IDTokenClaimsSet claims = client.idToken(tokens, request.get("nonce"));
        return Outcome.warnUnless(claims.getACR() != null
                && Set.of("1", "2").contains(claims.getACR().getValue()));
    }

    private static Outcome codeReuse(Provider provider) throws Exception {
        BasicClient client = new BasicClient(provider);
        String code = new Visitor()
                .approve(provider.request(client.parameters(Map.of())))
                .code();
        return Outcome.passIf(client.redeem(code, Map.of()).isSuccess()
                && client.redeem(code, Map.of()).isError("invalid_grant"));
    }

    private static Outcome unregisteredRedirect(Provider provider) {
        Map<String, String> request =
                new BasicClient(provider).parameters(Map.of("redirect_uri", "http://localhost:2/other"));
        return Outcome.passIf(new Visitor().approve(provider.request(request)).isErrorPage());
    }

    private static Outcome posted(Provider provider) throws Exception {
        BasicClient client = new BasicClient(provider);
        Answer answer = new Visitor().post(provider.endpoint("auth"), client.parameters(Map.of()));
        return Outcome.passIf(client.redeem(answer.code(), Map.of()).isSuccess());
    }

    private static Outcome secretPost(Provider provider) throws Exception {
        BasicClient client = new BasicClient(provider);
        Answer answer = new Visitor().approve(provider.request(client.parameters(Map.of())));
        return Outcome.passIf(client.redeemBySecretPost(answer.code()).isSuccess());
    }

    private static Outcome unsignedRequestObject(Provider provider, boolean redirectInside) throws Exception {
        BasicClient client = new BasicClient(provider);
        Map<String, String> inside = client.parameters(Map.of());
        String object = Base64URL.encode("{\"alg\":\"none\"}") + "."
                + Base64URL.encode(Admin.JSON.writeValueAsString(inside)) + ".";
        Map<String, String> outside = client.parameters(Map.of("state", "", "nonce", "", "request", object));
        if (redirectInside) {
            outside.remove("redirect_uri");
        }
        Answer answer = new Visitor().approve(provider.request(outside));
        if (answer.isError("request_not_supported")) {
            return Outcome.PASS;
        }
        Reply tokens = client.redeem(answer.code(), Map.of());
        client.idToken(tokens, inside.get("nonce"));
        return Outcome.passIf(inside.get("state").equals(answer.parameters().get("state")));
    }

    private static Outcome essentialClaim(Provider provider) throws Exception {
        Reply tokens = tokens(provider, Map.of("claims", "{\"userinfo\":{\"name\":{\"essential\":true}}}"));
        Reply userinfo = new BasicClient(provider).userinfo("GET", tokens, false);
        return userinfo.isSuccess() ? Outcome.warnUnless(userinfo.body().has("name")) : Outcome.FAIL;
    }

    private static Outcome refresh(Provider provider) throws Exception {
        BasicClient client = new BasicClient(provider);
        Map<String, String> request = client.parameters(Map.of("scope", "openid offline_access", "prompt", "consent"));
        Reply tokens =
                client.redeem(new Visitor().approve(provider.request(request)).code(), Map.of());
        Reply refreshed = client.refresh(tokens.text("refresh_token"));
        return Outcome.passIf(refreshed.isSuccess()
                && client.userinfo("GET", refreshed, false).isSuccess());
    }

    private static Outcome pkce(Provider provider) throws Exception {
        BasicClient client = new BasicClient(provider);
        Pkce pkce = new Pkce();
        Answer answer = new Visitor().approve(provider.request(client.parameters(pkce.challenge())));
        return Outcome.passIf(client.redeem(answer.code(), pkce.verifier()).isSuccess());
    }
}
