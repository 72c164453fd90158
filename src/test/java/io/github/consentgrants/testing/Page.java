package io.github.consentgrants.testing;

import java.net.URI;
import java.net.http.HttpResponse;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What a browser got. */
public record Page(URI address, HttpResponse<String> response) {
    public int status() {
        return response.statusCode();
    }

    public boolean isRedirect() {
        return status() == 302 || status() == 303;
    }

    public URI location() {
        return address.resolve(response.headers().firstValue("Location").orElseThrow());
    }

    public Document document() {
        return Jsoup.parse(response.body(), address.toString());
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
