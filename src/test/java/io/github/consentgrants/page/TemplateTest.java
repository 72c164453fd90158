package io.github.consentgrants.page;

import static org.assertj.core.api.Assertions.assertThat;

import freemarker.cache.FileTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.StringTemplateLoader;
import freemarker.cache.TemplateLoader;
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
import io.github.consentgrants.display.RedirectDisplay;
import io.github.consentgrants.display.RedirectDisplay.Kind;
import io.github.consentgrants.display.ScopeDisplay;
import io.github.consentgrants.display.WordingDisplay;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The templates, with Keycloak's FreeMarker in Keycloak's configuration, around a layout of nothing. */
class TemplateTest {
    /** Leaves an element behind wherever it is not escaped, and an attribute wherever it can end one. */
    private static final String HOSTILE = "<x-hostile>\"'><x-hostile data-hostile=1 ";

    private static final String LAYOUT =
            "<#macro registrationLayout displayMessage=true><h1><#nested 'header'></h1><main><#nested 'form'></main></#macro>";

    @ParameterizedTest
    @EnumSource(Kind.class)
    void consentGrantWhenEveryValueIsHostileThenAllAreText(Kind kind) throws Exception {
        Document page = render("consent-grant.ftl", hostile(kind));

        assertThat(page.select("x-hostile, [data-hostile]")).isEmpty();
        // All of them are there: title, client, account, redirect, scope, claims, details, resources, times.
        assertThat(page.text().split("<x-hostile>", -1).length - 1).isGreaterThan(15);
        assertThat(page.select("form input[name=page]").attr("value")).isEqualTo(HOSTILE);
    }

    @Test
    void stoppedWhenEveryValueIsHostileThenAllAreText() throws Exception {
        Document page = render("consent-grant-stopped.ftl", Map.of());

        assertThat(page.select("x-hostile, [data-hostile]")).isEmpty();
        assertThat(page.text()).contains("<x-hostile>");
    }

    /** What a screen reader gets, in this order; nothing about the request comes after the buttons. */
    @Test
    void consentGrantWhenReadAloudThenInTheOrderOfTheDecision() throws Exception {
        Document page = render("consent-grant.ftl", hostile(Kind.WEB));

        assertThat(page.select("[id]").eachAttr("id"))
                .containsSubsequence(
                        "kc-consent-notice",
                        "kc-consent-self-registered",
                        "kc-consent-client",
                        "kc-consent-account",
                        "kc-consent-redirect",
                        "kc-consent-scopes-title",
                        "kc-consent-scopes",
                        "kc-consent-claims",
                        "kc-consent-more",
                        "kc-consent-resources",
                        "kc-consent-offline",
                        "kc-consent-validity",
                        "kc-consent-access",
                        "kc-consent-policy",
                        "kc-consent-grant",
                        "kc-consent-authorize",
                        "kc-consent-deny");
        assertThat(page.select("a[target=_blank]"))
                .allSatisfy(link -> assertThat(link.attr("rel")).isEqualTo("noopener noreferrer"));
        assertThat(page.select("script, [onclick], [onsubmit]")).isEmpty();
    }

    private static Map<String, Object> hostile(Kind kind) {
        ClaimDisplay claim = new ClaimDisplay(HOSTILE, HOSTILE);
        Map<String, Object> model = new HashMap<>(new Display(
                        new WordingDisplay(HOSTILE, HOSTILE, HOSTILE),
                        new ClientDisplay(HOSTILE, HOSTILE + "id", true, HOSTILE, HOSTILE, HOSTILE),
                        new AccountDisplay(HOSTILE, HOSTILE),
                        new RedirectDisplay(kind, HOSTILE),
                        new AccessDisplay(
                                List.of(new ScopeDisplay(HOSTILE, List.of(claim))),
                                List.of(claim),
                                List.of(HOSTILE),
                                List.of(new RenderedDetails(HOSTILE, List.of(new Row(HOSTILE, HOSTILE)))),
                                List.of(HOSTILE),
                                true,
                                HOSTILE),
                        new LifetimeDisplay(HOSTILE, HOSTILE, HOSTILE))
                .toModel());
        model.put("page", HOSTILE);
        model.put("notice", "changed");
        model.put("changed", List.of("client"));
        return model;
    }

    /** The key and the values, so that each can be found in the page. */
    private static String message(List<?> arguments) {
        return arguments.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static Document render(String template, Map<String, Object> consentGrant)
            throws IOException, TemplateException {
        StringTemplateLoader layout = new StringTemplateLoader();
        layout.putTemplate("template.ftl", LAYOUT);
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_32);
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setTemplateLoader(new MultiTemplateLoader(
                new TemplateLoader[] {layout, new FileTemplateLoader(new File("themes/theme-resources/templates"))}));
        TemplateMethodModelEx msg = TemplateTest::message;
        StringWriter html = new StringWriter();
        configuration
                .getTemplate(template)
                .process(
                        Map.of(
                                "consentGrant",
                                consentGrant,
                                "consentGrantStopped",
                                Map.of("text", HOSTILE, "backUri", HOSTILE),
                                "msg",
                                msg,
                                "properties",
                                new Properties(),
                                "url",
                                Map.of("loginAction", HOSTILE, "loginRestartFlowUrl", HOSTILE)),
                        html);
        return Jsoup.parse(html.toString());
    }
}
