package io.github.consentgrants.history;

import com.nimbusds.oauth2.sdk.TokenResponse;
import io.github.consentgrants.history.Operation.Kind;
import io.github.consentgrants.history.Operation.Outcome;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.RoundRobinProxy;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import java.util.regex.Pattern;

/** One authorization request in one browser, from the first redirect to the tokens; every step is recorded as it ended. */
public final class RecordedSignIn {
    private static final Pattern STACK_TRACE = Pattern.compile("(?m)^\\s*at [\\w.$]+\\(|Exception: ");

    private static final int MAX_CONTINUES = 3;

    private final History history;
    private final RelyingParty client;
    private final UserAgent agent;
    private Page consent;
    private String grant = "";

    public RecordedSignIn(History history, RelyingParty client, UserAgent agent) {
        this.history = history;
        this.client = client;
        this.agent = agent;
    }

    private RecordedSignIn(RecordedSignIn other) {
        this(other.history, other.client, other.agent.fork());
        this.consent = other.consent;
        this.grant = other.grant;
    }

    /** Returns the same sign-in, at the same step, as another connection of the same browser would go on with it. */
    public RecordedSignIn fork() {
        return new RecordedSignIn(this);
    }

    /** Opens a fresh request and signs in if there is no session yet. Says whether the consent page is shown. */
    public boolean ask(String user) {
        long start = System.nanoTime();
        Page page = agent.open(client.request(Map.of()));
        if (page.status() == 200 && page.document().getElementById("kc-form-login") != null) {
            page = Browser.password(agent, page, user);
        }
        consent = page;
        grant = page.isConsent() ? page.instance() : "";
        record(Kind.ASK, "", page, start, page.isConsent() ? Outcome.OK : ending(page));
        return page.isConsent();
    }

    /** Clicks Authorize and returns the very next response. */
    public Page click() {
        long start = System.nanoTime();
        Page answer = agent.post(consent, "kc-consent-grant", "accept", Map.of());
        record(Kind.MINT, "", answer, start, isMinted(answer) ? Outcome.OK : ending(answer));
        return answer;
    }

    /** The way back to the page says that the click was rolled back, and that the user is asked again. */
    private static boolean isMinted(Page answer) {
        return answer.isRedirect()
                && !answer.location().toString().contains("error=")
                && !answer.location().getPath().endsWith("/login-actions/required-action");
    }

    /** Approves the page without a code ({@link Tab#approve}), and returns the redirect into the flow. */
    public Page approve(TestRealm realm) {
        long start = System.nanoTime();
        Page answer = Tab.of(realm, agent, consent).approve();
        record(Kind.MINT, "", answer, start, Outcome.OK);
        return answer;
    }

    /** Goes on from the click, to the code if there is one. */
    public Page resume(Page clicked) {
        long start = System.nanoTime();
        Page end = agent.follow(clicked);
        boolean issued = hasCode(end);
        record(Kind.CODE, issued ? RelyingParty.code(end) : "", end, start, issued ? Outcome.OK : ending(end));
        return end;
    }

    /** Clicks and goes on. */
    public Page authorize() {
        Page clicked = click();
        return clicked.isRedirect() ? resume(clicked) : clicked;
    }

    /** Clicks and goes on, and follows "continue" where a node says that the page has expired, since it knows another step. */
    public Page authorizeAndContinue() {
        Page end = authorize();
        for (int i = 0; i < MAX_CONTINUES && Browser.isExpired(end); i++) {
            end = resume(Browser.goOn(agent, end));
        }
        return end;
    }

    /** Redeems the code. */
    public void redeem(Page end) {
        long start = System.nanoTime();
        String code = RelyingParty.code(end);
        try {
            TokenResponse response = client.redeem(end);
            if (response.indicatesSuccess()) {
                history.record(Kind.REDEEM, grant, code, "", start, Outcome.OK, "");
            } else {
                var error = response.toErrorResponse().getErrorObject();
                Outcome outcome = error.getHTTPStatusCode() < 500 ? Outcome.REFUSED : Outcome.SERVER_ERROR;
                history.record(Kind.REDEEM, grant, code, "", start, outcome, String.valueOf(error));
            }
        } catch (RuntimeException e) {
            history.record(Kind.REDEEM, grant, code, "", start, Outcome.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }

    /** The whole of it; says whether there was a code. */
    public boolean run(String user) {
        if (!ask(user)) {
            return false;
        }
        Page end = authorize();
        if (hasCode(end)) {
            redeem(end);
        }
        return hasCode(end);
    }

    /** Returns the consent page, or what was shown instead. */
    public Page page() {
        return consent;
    }

    /** The id of the page is that of the grant that a click on it makes. */
    public String grant() {
        return grant;
    }

    public static boolean hasCode(Page page) {
        return page.isRedirect()
                && page.location().getRawQuery() != null
                && page.location().getRawQuery().contains("code=");
    }

    private void record(Kind kind, String code, Page page, long start, Outcome outcome) {
        String node = page.response().headers().firstValue(RoundRobinProxy.NODE).orElse("");
        String detail = outcome == Outcome.OK
                ? ""
                : page.status() + " " + (page.isRedirect() ? page.location().getPath() : page.text());
        history.record(kind, grant, code, node, start, outcome, detail);
    }

    /** How an answer that is no success ends the step. 502 and 504 are the balancer's, 503 is our own refusal. */
    static Outcome ending(Page page) {
        if (STACK_TRACE.matcher(page.response().body()).find()) {
            return Outcome.STACK_TRACE;
        }
        return switch (page.status()) {
            case 500 -> Outcome.SERVER_ERROR;
            case 502 -> Outcome.UNKNOWN;
            case 504 -> Outcome.HANG;
            default -> Outcome.REFUSED;
        };
    }
}
