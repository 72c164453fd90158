package io.github.consentgrants.demo;

import com.nimbusds.oauth2.sdk.TokenResponse;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import org.jsoup.nodes.Element;

/** The sign-in of the demo without a person, step by step. */
final class OneSignIn {
    private static final String FORM = "kc-consent-grant";

    private final KeycloakServer server;
    private final Places places;
    private final RelyingParty app;
    private final Consumer<String> say;
    private final UserAgent agent = new UserAgent();
    private boolean held = true;

    OneSignIn(KeycloakServer server, Places places, Consumer<String> say) {
        this.server = server;
        this.places = places;
        this.app = new RelyingParty(places.endpoints(), "demo-app", "demo-app-secret");
        this.say = say;
    }

    boolean run() throws Exception {
        URI request = app.request(places.redirectUri(), Map.of());
        step("authorization request", true, "client demo-app, code flow with PKCE");
        Page login = agent.open(request);
        Page consent = Browser.password(agent, login, "alice");
        step("page", consent.isConsent(), consent.isConsent() ? "the consent page asks alice" : consent.text());
        if (!held) {
            return false;
        }
        Page end = agent.submit(consent, FORM, "accept", Map.of());
        StoredGrant grant = StoredGrant.newest(server);
        boolean ofThePage = grant.id().equals(consent.instance());
        step("mint", ofThePage, "grant " + grant.id() + " until " + grant.expiresAt());
        step("consume", grant.consumedAt() != null, "at " + grant.consumedAt());
        boolean code = RelyingParty.response(end).indicatesSuccess();
        step("code", code, "issued to " + places.redirectUri());
        if (!held) {
            return false;
        }
        TokenResponse tokens = app.redeem(places.redirectUri(), end.location());
        step("tokens", tokens.indicatesSuccess(), "redeemed by demo-app");
        replay(consent);
        takeBack(grant.id());
        refresh(tokens);
        return held;
    }

    private void replay(Page consent) throws Exception {
        String reason = StoredGrant.replay(server);
        step("replay of the grant", reason.equals("consumed"), "refused: " + reason);
        Page again = agent.submit(consent, FORM, "accept", Map.of());
        boolean second = again.isRedirect() && RelyingParty.response(again).indicatesSuccess();
        step("replay of the click", !second, "no second code");
    }

    private void takeBack(String grantId) throws Exception {
        Page list = agent.open(places.myApprovals());
        Element entry = list.document().selectFirst("#kc-mine-list > li");
        step("my approvals", entry != null, entry == null ? list.text() : entry.select("h2, .cg-what").text());
        Page ask = agent.open(URI.create(places.myApprovals() + "/" + grantId + "/take-back"));
        boolean asked = ask.document().getElementById("kc-mine-form") != null;
        step("the question", asked, asked ? "asked once whether to take it back" : ask.text());
        if (asked) {
            Page done = agent.submit(ask, "kc-mine-form", null, Map.of());
            StoredGrant grant = StoredGrant.newest(server);
            boolean revoked = done.document().getElementById("kc-mine-ended") != null && grant.revokedAt() != null;
            step("take it back", revoked, "at " + grant.revokedAt());
        }
    }

    private void refresh(TokenResponse tokens) throws Exception {
        TokenResponse refreshed =
                app.refresh(tokens.toSuccessResponse().getTokens().getRefreshToken());
        boolean refused = !refreshed.indicatesSuccess();
        step(
                "refresh",
                refused,
                refused
                        ? "refused: " + refreshed.toErrorResponse().getErrorObject().getCode()
                        : "new tokens, although the approval was taken back");
    }

    private void step(String name, boolean ok, String detail) {
        held &= ok;
        say.accept((ok ? "  ok      " : "  FAILED  ") + name + ": " + detail);
    }
}
