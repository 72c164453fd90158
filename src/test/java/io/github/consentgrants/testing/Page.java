package io.github.consentgrants.testing;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What a browser got.
 *
 * @param sent the address that the request was sent to
 * @param response the answer
 */
public record Page(URI sent, HttpResponse<String> response) {
    /** How Keycloak puts another address into the browser's history (BrowserHistoryHelper). */
    private static final Pattern REPLACED =
            Pattern.compile("history\\.replaceState\\(\\{}, \"some title\", \"([^\"]+)\"\\)");

    /** Returns the address that a browser shows then, and loads again. */
    public URI address() {
        Matcher replaced = REPLACED.matcher(response.body());
        return replaced.find() ? URI.create(replaced.group(1)) : sent;
    }

    public int status() {
        return response.statusCode();
    }

    public boolean isRedirect() {
        return status() == 302 || status() == 303;
    }

    public URI location() {
        return sent.resolve(response.headers().firstValue("Location").orElseThrow());
    }

    public Document document() {
        return Jsoup.parse(response.body(), sent.toString());
    }

    public boolean isConsent() {
        return status() == 200 && document().getElementById("kc-consent-grant") != null;
    }

    /** Returns the page instance that a consent page names, which is the id of its grant. */
    public String instance() {
        return document().select("#kc-consent-grant input[name=page]").attr("value");
    }

    public String text() {
        return document().text();
    }

    Element form(String id) {
        Element form = document().getElementById(id);
        if (form == null) {
            throw new IllegalStateException("No form " + id + " in " + status() + " " + text());
        }
        return form;
    }
}
