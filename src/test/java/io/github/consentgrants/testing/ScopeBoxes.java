package io.github.consentgrants.testing;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/** The check boxes of the scopes that a page offers to leave out. */
public final class ScopeBoxes {
    private ScopeBoxes() {}

    /** Returns the texts of the scopes that have one. */
    public static List<String> texts(Page page) {
        return page.document().select("#kc-consent-optional .cg-scope").eachText();
    }

    /** Returns the texts of those that are checked at first. */
    public static List<String> checked(Page page) {
        return boxes(page)
                .filter(box -> box.hasAttr("checked"))
                .map(ScopeBoxes::text)
                .toList();
    }

    /** Returns the texts of the scopes that cannot be left out. */
    public static List<String> required(Page page) {
        return page.document().select("#kc-consent-scopes .cg-scope").eachText();
    }

    /** Authorizes with only those boxes checked that have these texts, and follows redirects. */
    public static Page authorize(UserAgent agent, Page page, String... texts) {
        return agent.follow(click(agent, page, texts));
    }

    /** The same, and returns the very next response. */
    public static Page click(UserAgent agent, Page page, String... texts) {
        List<String> wanted = List.of(texts);
        return post(
                agent,
                page,
                Browser.ACCEPT,
                boxes(page)
                        .filter(box -> wanted.contains(text(box)))
                        .map(box -> box.attr("value"))
                        .toList());
    }

    /** Posts the page's form with these values of boxes, whether the page has them or not. */
    public static Page post(UserAgent agent, Page page, String button, List<String> values) {
        Element form = page.form(Browser.FORM);
        String body = Stream.concat(
                        Stream.of("page=" + encode(page.instance()), button + "=" + button),
                        values.stream().map(value -> "scope=" + encode(value)))
                .collect(Collectors.joining("&"));
        return agent.send("POST", URI.create(form.attr("abs:action")), body);
    }

    private static Stream<Element> boxes(Page page) {
        return page.document().select("input[type=checkbox][name=scope][form=" + Browser.FORM + "]").stream();
    }

    private static String text(Element box) {
        return box.parent().select(".cg-scope").text();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
