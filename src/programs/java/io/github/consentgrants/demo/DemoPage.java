package io.github.consentgrants.demo;

import io.github.consentgrants.demo.Visit.Answer;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Entities;

/** The words of the demo's page. */
final class DemoPage {
    private static final Set<String> TIMES = Set.of("iat", "exp", "auth_time");
    /** Who it is comes first, then of what sign-in; all other claims follow. */
    private static final List<String> ORDER = List.of(
            "name",
            "preferred_username",
            "given_name",
            "family_name",
            "email",
            "email_verified",
            "sub",
            "iss",
            "aud",
            "azp",
            "acr",
            "auth_time",
            "iat",
            "exp",
            "sid",
            "nonce");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DemoPage() {}

    static String start(URI myApprovals, Optional<Answer> answer) {
        return page(
                """
                <section class="card">
                  <h2>Nobody is signed in</h2>
                  <p>Keycloak will ask alice (password <code>alice</code>) to approve this one request.</p>
                  <p class="actions"><a class="button" href="/login">Sign in</a><a href="%s">My approvals</a></p>
                </section>
                """
                                .formatted(escape(myApprovals.toString()))
                        + answer.map(DemoPage::answer).orElse(""));
    }

    static String signedIn(SignedIn user, StoredGrant grant, URI myApprovals, Optional<Answer> answer) {
        String name = user.claim("name").isEmpty() ? user.claim("preferred_username") : user.claim("name");
        return page("""
                <section class="card">
                  <p class="label">Signed in as</p>
                  <h2 id="user">%s</h2>
                  <p>%s</p>
                  <p class="actions"><a class="button" href="/login">Sign in again</a><a href="%s">My approvals</a></p>
                </section>
                """.formatted(escape(name), escape(user.claim("email")), escape(myApprovals.toString()))
                + answer.map(DemoPage::answer).orElse("")
                + approval(grant, myApprovals)
                + claims(user));
    }

    private static String approval(StoredGrant grant, URI myApprovals) {
        String takeBack = grant.revokedAt() == null
                ? "<a class=\"button danger\" href=\"%s/%s/take-back\">Take it back</a>"
                        .formatted(escape(myApprovals.toString()), escape(grant.id()))
                : "";
        return """
                <section class="card">
                  <h2>The approval behind it <span id="state" class="state %s">%s</span></h2>
                  <p class="id"><code>%s</code></p>
                  <table class="times">%s</table>
                  <div class="actions">
                    <form action="/replay" method="post"><button class="button">Replay the approval</button></form>
                    <form action="/refresh" method="post"><button class="button">Use the refresh token</button></form>
                    %s
                  </div>
                </section>
                """.formatted(
                        state(grant).toLowerCase(Locale.ROOT).replace(' ', '-'),
                        state(grant),
                        escape(grant.id()),
                        times(grant),
                        takeBack);
    }

    private static String state(StoredGrant grant) {
        if (grant.revokedAt() != null) {
            return "Taken back";
        }
        if (grant.redeemedAt() != null) {
            return "Redeemed";
        }
        return grant.consumedAt() == null ? "Approved" : "Spent";
    }

    private static String times(StoredGrant grant) {
        Map<String, Instant> times = new LinkedHashMap<>();
        times.put("Approved by the click", grant.createdAt());
        times.put("Spent for one code", grant.consumedAt());
        times.put("Code exchanged for tokens", grant.redeemedAt());
        times.put("Taken back", grant.revokedAt());
        StringBuilder rows = new StringBuilder();
        times.forEach((what, when) -> rows.append(
                when == null
                        ? row(what, "<span class=\"none\">not yet</span>")
                        : row(what, "<time>" + TIME.format(when) + "</time>")));
        return rows.append(
                        row("Unspent, it would have ended", "<time>" + TIME.format(grant.expiresAt()) + "</time>"))
                .toString();
    }

    private static String answer(Answer answer) {
        boolean refused = !answer.refusal().isEmpty();
        return "<section class=\"card answer %s\" role=\"status\"><p id=\"answer\">%s %s</p></section>".formatted(
                refused ? "refused" : "accepted",
                escape(answer.what()),
                refused
                        ? "was refused: <strong>" + escape(answer.refusal()) + "</strong>"
                        : "was accepted: the approval stands");
    }

    private static String claims(SignedIn user) {
        StringBuilder rows = new StringBuilder();
        user.claims().entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Object> claim) -> place(claim.getKey()))
                        .thenComparing(Map.Entry::getKey))
                .forEach(claim -> rows.append(row(
                        "<code>" + escape(claim.getKey()) + "</code>", value(claim.getKey(), claim.getValue()))));
        return "<section class=\"card\"><h2>What the application was told</h2>"
                + "<p>The claims of the ID token.</p><table class=\"claims\">" + rows + "</table></section>";
    }

    private static int place(String name) {
        int known = ORDER.indexOf(name);
        return known < 0 ? ORDER.size() : known;
    }

    private static String value(String name, Object value) {
        String text = escape(String.valueOf(value));
        return TIMES.contains(name) && value instanceof Number seconds
                ? text + " <time>" + SECOND.format(Instant.ofEpochSecond(seconds.longValue())) + "</time>"
                : text;
    }

    private static String row(String head, String cell) {
        return "<tr><th scope=\"row\">" + head + "</th><td>" + cell + "</td></tr>";
    }

    private static String page(String content) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>Demo App</title>
                <link rel="stylesheet" href="/demo.css">
                <body>
                <header><h1>Demo App</h1><p>The application of the demo of Consent Grants for Keycloak</p></header>
                <main>
                """ + content + "</main></body></html>\n";
    }

    private static String escape(String text) {
        return Entities.escape(text).replace("\"", "&quot;");
    }
}
