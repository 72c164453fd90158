package io.github.consentgrants.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Client.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Approvals of the client "app" in one browser session of alice's, and the tokens that they lead to. */
public final class Approvals {
    private final TestRealm realm;
    private final UserAgent agent = new UserAgent();
    private final HttpClient http = HttpClient.newHttpClient();
    private boolean signedIn;

    public Approvals(TestRealm realm) {
        this.realm = realm;
        realm.updateAttributes("app", Map.of("allow.token.introspection.without.audience.check", "true"));
    }

    /** A page that waits for its click. */
    public record Shown(RelyingParty app, Page page) {}

    /** A click: the id of its grant, and where the user was sent back to. */
    public record Approved(String id, RelyingParty app, Page end) {}

    /** Opens a request in a tab of its own. */
    public Shown open(Map<String, String> parameters) {
        RelyingParty app = realm.app();
        Page page = signedIn
                ? agent.open(app.request(parameters))
                : Browser.signIn(agent, app.request(parameters), "alice");
        signedIn = true;
        return new Shown(app, page);
    }

    /** Clicks. The id is the one that the click's own event names. */
    public Approved click(Shown shown) {
        Page end = Browser.authorize(agent, shown.page());
        String id = realm.event("GRANT_CONSENT")
                .path("details")
                .path("consent_grant_id")
                .asText();
        return new Approved(id, shown.app(), end);
    }

    /** Goes back to the page after the click, reloads it, and clicks again. */
    public void again(Shown shown) {
        agent.open(shown.page().address());
        Browser.authorize(agent, shown.page());
    }

    public Approved approve(Map<String, String> parameters) {
        return click(open(parameters));
    }

    public void deny(Map<String, String> parameters) {
        Browser.deny(agent, open(parameters).page());
    }

    /** Exchanges the code for tokens. */
    public Answer redeem(Approved approved) {
        Map<String, String> form = new HashMap<>();
        form.put("code", RelyingParty.code(approved.end()));
        form.put("redirect_uri", RelyingParty.REDIRECT_URI);
        form.put("code_verifier", approved.app().codeVerifier());
        return realm.client("app").token("authorization_code", form);
    }

    public Answer refresh(Answer tokens) {
        return realm.client("app").token("refresh_token", Map.of("refresh_token", tokens.text("refresh_token")));
    }

    /** Takes a grant back as an administrator. */
    public void revoke(String id) {
        realm.server().admin().post("/realms/" + realm.name() + "/consent-grants/" + id + "/revoke", Map.of());
    }

    /** Tries to take a grant back; says whether there was one. A connection that broke acknowledges nothing. */
    public boolean tryRevoke(String id) {
        try {
            return realm.server()
                            .admin()
                            .send("POST", "/realms/" + realm.name() + "/consent-grants/" + id + "/revoke", Map.of())
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Returns the realm's grants as an administrator reads them, the newest first. */
    public List<JsonNode> grants() {
        JsonNode grants = realm.server()
                .admin()
                .get("/realms/" + realm.name() + "/consent-grants")
                .path("grants");
        return StreamSupport.stream(grants.spliterator(), false).toList();
    }

    /** Returns what introspection says of a token. */
    public JsonNode introspect(String token, String type) {
        return realm.client("app")
                .post("token/introspect", Map.of("token", token, "token_type_hint", type))
                .body();
    }

    public HttpResponse<String> userinfo(Answer tokens) {
        return send(userinfoRequest()
                .header("Authorization", "Bearer " + tokens.text("access_token"))
                .build());
    }

    /** The same with the token in a form. */
    public HttpResponse<String> postUserinfo(Answer tokens) {
        return send(userinfoRequest()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("access_token=" + tokens.text("access_token")))
                .build());
    }

    private HttpRequest.Builder userinfoRequest() {
        return HttpRequest.newBuilder(
                realm.server().baseUrl().resolve("/realms/" + realm.name() + "/protocol/openid-connect/userinfo"));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the claims of a JWT, whoever signed it. */
    public static JsonNode claims(String jwt) {
        try {
            return Admin.JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
