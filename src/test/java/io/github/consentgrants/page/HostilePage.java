package io.github.consentgrants.page;

import freemarker.cache.StringTemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateMethodModelEx;
import io.github.consentgrants.details.RenderedDetails;
import io.github.consentgrants.details.RenderedDetails.Row;
import io.github.consentgrants.display.AccessDisplay;
import io.github.consentgrants.display.AccountDisplay;
import io.github.consentgrants.display.ClaimDisplay;
import io.github.consentgrants.display.ClientDisplay;
import io.github.consentgrants.display.Display;
import io.github.consentgrants.display.LifetimeDisplay;
import io.github.consentgrants.display.OptionDisplay;
import io.github.consentgrants.display.RedirectDisplay;
import io.github.consentgrants.display.RedirectDisplay.Kind;
import io.github.consentgrants.display.ScopeDisplay;
import io.github.consentgrants.display.WordingDisplay;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** The templates with a hostile text in every place, rendered as Keycloak does, around a layout of nothing. */
final class HostilePage {
    static final String CONSENT = "consent-grant.ftl";
    static final String STOPPED = "consent-grant-stopped.ftl";
    static final String MINE = "consent-grant-mine.ftl";
    static final String BUTTONS = "consent-grant-buttons.ftl";

    /** Leaves an element behind wherever it is not escaped, and an attribute wherever it can end one. */
    static final String TEXT = "<x-hostile>\"'><x-hostile data-hostile=1 ";

    private static final Path FOLDER = Path.of("themes", "theme-resources", "templates");
    private static final String LAYOUT =
            "<#macro registrationLayout displayMessage=true><h1><#nested 'header'></h1><main><#nested 'form'></main></#macro>";

    private HostilePage() {}

    static String source(String template) throws IOException {
        return Files.readString(FOLDER.resolve(template));
    }

    /** Says whether a hostile text has become more than text. */
    static boolean hasHarmed(Document page) {
        return !page.select("x-hostile, [data-hostile]").isEmpty();
    }

    /** What the page is made from. */
    static Map<String, Object> model(Kind kind, boolean offline) {
        ClaimDisplay claim = new ClaimDisplay(TEXT, TEXT);
        Map<String, Object> model = new HashMap<>(new Display(
                        new WordingDisplay(TEXT, TEXT, TEXT),
                        new ClientDisplay(TEXT, TEXT + "id", TEXT, true, TEXT, TEXT, TEXT),
                        new AccountDisplay(TEXT, TEXT),
                        new RedirectDisplay(kind, TEXT),
                        new AccessDisplay(
                                List.of(
                                        new ScopeDisplay(TEXT, List.of(claim), null),
                                        new ScopeDisplay(TEXT, List.of(claim), new OptionDisplay(TEXT, true, false))),
                                List.of(claim),
                                List.of(TEXT),
                                List.of(new RenderedDetails(TEXT, List.of(new Row(TEXT, TEXT)))),
                                List.of(TEXT),
                                offline,
                                TEXT),
                        new LifetimeDisplay(TEXT, TEXT, TEXT, null, offline ? null : TEXT))
                .toModel());
        model.put("page", TEXT);
        model.put("approvals", TEXT);
        model.put("notice", "changed");
        model.put("changed", List.of("client"));
        return model;
    }

    /** The same where the user can leave out that access goes on without the user. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> choice() {
        Map<String, Object> model = model(Kind.WEB, true);
        ((Map<String, Object>) model.get("lifetime")).put("online", TEXT);
        List<Map<String, Object>> scopes =
                (List<Map<String, Object>>) ((Map<String, Object>) model.get("access")).get("scopes");
        ((Map<String, Object>) scopes.get(1).get("option")).put("offline", true);
        return model;
    }

    /** What the page "My approvals" is made from, in one of its views. */
    static Map<String, Object> mine(String view) {
        Map<String, String> time = Map.of("iso", TEXT, "text", TEXT);
        Map<String, String> claim = Map.of("label", TEXT, "value", TEXT);
        Map<String, Object> shown = new HashMap<>(Map.of(
                "scopes",
                List.of(Map.of("text", TEXT, "claims", List.of(claim))),
                "more",
                List.of(claim),
                "leftOut",
                List.of(TEXT),
                "claims",
                List.of(TEXT),
                "details",
                List.of(Map.of("title", TEXT, "rows", List.of(claim))),
                "resources",
                List.of(TEXT)));
        shown.putAll(Map.of("lang", TEXT, "redirect", TEXT, "address", TEXT, "userAgent", TEXT));
        shown.put("device", TEXT);
        shown.putAll(Map.of("offline", true, "cut", true, "selfRegistered", true));
        Map<String, Object> approval = new HashMap<>(
                Map.of("state", "revoked", "gives", "unused", "until", time, "when", time, "ended", time));
        approval.putAll(Map.of("client", Map.of("name", TEXT, "id", TEXT, "isolated", TEXT), "shown", shown));
        approval.putAll(Map.of("session", Map.of("current", false, "since", time), "what", TEXT));
        approval.putAll(Map.of("details", TEXT, "receipt", TEXT, "takeBack", TEXT));
        Map<String, Object> model = new HashMap<>(Map.of("view", view, "username", TEXT, "impersonated", true));
        model.putAll(Map.of("approval", approval, "approvals", List.of(approval), "notice", "taken", "token", TEXT));
        model.putAll(Map.of("list", TEXT, "older", TEXT, "newest", TEXT));
        return model;
    }

    /** The key and the values, so that each can be found in the page. */
    private static String message(List<?> arguments) {
        return arguments.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** Renders the source of a template. */
    static Document render(String source, Map<String, Object> consentGrant) throws IOException, TemplateException {
        StringTemplateLoader templates = new StringTemplateLoader();
        templates.putTemplate("template.ftl", LAYOUT);
        templates.putTemplate(BUTTONS, source(BUTTONS));
        templates.putTemplate("page.ftl", source);
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_32);
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setTemplateLoader(templates);
        TemplateMethodModelEx msg = HostilePage::message;
        StringWriter html = new StringWriter();
        configuration
                .getTemplate("page.ftl")
                .process(
                        Map.of(
                                "consentGrant",
                                consentGrant,
                                "consentGrantStopped",
                                Map.of("text", TEXT, "backUri", TEXT, "askAgain", true),
                                "consentGrantMine",
                                consentGrant,
                                "msg",
                                msg,
                                "properties",
                                new Properties(),
                                "url",
                                Map.of("loginAction", TEXT, "loginRestartFlowUrl", TEXT)),
                        html);
        return Jsoup.parse(html.toString());
    }
}
