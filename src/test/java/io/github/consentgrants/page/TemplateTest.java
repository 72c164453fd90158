package io.github.consentgrants.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.display.RedirectDisplay.Kind;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The templates, with Keycloak's FreeMarker in Keycloak's configuration, around a layout of nothing. */
class TemplateTest {
    /** Where a template writes a value that it was given, or a text made with one. */
    private static final Pattern VALUE = Pattern.compile(
            "\\$\\{((?:consentGrant|consentGrantStopped|url|claim|scope|details|field)\\.[\\w.]+|claim|resource"
                    + "|msg\\(\"[\\w.]+\", [\\w.]+\\))}");

    private static final Pattern MINE_VALUE = Pattern.compile("\\$\\{((?:consentGrantMine|approval|what|of|claim|scope"
            + "|details|field)\\.(?!view})[\\w.]+|claim|resource|msg\\(\"[\\w.]+\", [\\w.]+\\))}");

    @ParameterizedTest
    @EnumSource(Kind.class)
    void consentGrantWhenEveryValueIsHostileThenAllAreText(Kind kind) throws Exception {
        Document page = HostilePage.render(HostilePage.source(HostilePage.CONSENT), HostilePage.model(kind, true));

        assertThat(HostilePage.hasHarmed(page)).isFalse();
        // All of them are there: title, client, account, redirect, scope, claims, details, resources, times.
        assertThat(page.text().split("<x-hostile>", -1).length - 1).isGreaterThan(15);
        assertThat(page.select("form input[name=page]").attr("value")).isEqualTo(HostilePage.TEXT);
    }

    @Test
    void stoppedWhenEveryValueIsHostileThenAllAreText() throws Exception {
        Document page = HostilePage.render(HostilePage.source(HostilePage.STOPPED), Map.of());

        assertThat(HostilePage.hasHarmed(page)).isFalse();
        assertThat(page.text()).contains("<x-hostile>");
    }

    /** Takes out one escape after the other: a test above that could not see the harm would prove nothing. */
    @ParameterizedTest
    @ValueSource(strings = {HostilePage.CONSENT, HostilePage.STOPPED})
    void templateWhenAnyOneValueIsNotEscapedThenTheHarmIsSeen(String template) throws Exception {
        String source = HostilePage.source(template);
        List<MatchResult> values = VALUE.matcher(source).results().toList();
        assertThat(values).hasSizeGreaterThanOrEqualTo(template.equals(HostilePage.CONSENT) ? 20 : 3);
        for (MatchResult value : values) {
            String unescaped = source.substring(0, value.start()) + "${" + value.group(1) + "?no_esc}"
                    + source.substring(value.end());
            assertThat(harms(unescaped)).as(value.group()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "details", "ask", "message"})
    void mineWhenEveryValueIsHostileThenAllAreText(String view) throws Exception {
        Document page = HostilePage.render(HostilePage.source(HostilePage.MINE), HostilePage.mine(view));

        assertThat(HostilePage.hasHarmed(page)).isFalse();
        assertThat(page.text()).contains("<x-hostile>");
        assertThat(page.select("script, [onclick], [onsubmit], [style], [autofocus], [tabindex], [accesskey]"))
                .isEmpty();
        assertThat(page.select("button"))
                .hasSize(view.equals("ask") ? 1 : 0)
                .allSatisfy(button ->
                        assertThat(button.closest("form").attr("method")).isEqualTo("post"));
        assertThat(page.select("style"))
                .singleElement()
                .satisfies(style -> assertThat(HostilePage.source(HostilePage.MINE))
                        .contains("<style>" + style.data() + "</style>"));
    }

    @Test
    void mineWhenAnyOneValueIsNotEscapedThenTheHarmIsSeen() throws Exception {
        String source = HostilePage.source(HostilePage.MINE);
        List<MatchResult> values = MINE_VALUE.matcher(source).results().toList();
        assertThat(values).hasSizeGreaterThanOrEqualTo(30);
        for (MatchResult value : values) {
            String unescaped = source.substring(0, value.start()) + "${" + value.group(1) + "?no_esc}"
                    + source.substring(value.end());
            boolean harmed = false;
            for (String view : List.of("list", "details", "ask", "message")) {
                harmed |= HostilePage.hasHarmed(HostilePage.render(unescaped, HostilePage.mine(view)));
            }
            assertThat(harmed).as(value.group()).isTrue();
        }
    }

    /** With and without offline access, and for another device: the page has a sentence for each. */
    private static boolean harms(String source) throws Exception {
        return HostilePage.hasHarmed(HostilePage.render(source, HostilePage.model(Kind.WEB, true)))
                || HostilePage.hasHarmed(HostilePage.render(source, HostilePage.model(Kind.OTHER_DEVICE, true)))
                || HostilePage.hasHarmed(HostilePage.render(source, HostilePage.model(Kind.WEB, false)))
                || HostilePage.hasHarmed(HostilePage.render(source, HostilePage.choice()));
    }

    /** The code stands where the eye goes for it, and the warning before everything else. */
    @Test
    void consentGrantWhenForAnotherDeviceThenWarnsFirstAndShowsTheCode() throws Exception {
        Document page =
                HostilePage.render(HostilePage.source(HostilePage.CONSENT), HostilePage.model(Kind.OTHER_DEVICE, true));

        assertThat(page.select("[id]").eachAttr("id"))
                .containsSubsequence(
                        "kc-consent-device", "kc-consent-client", "kc-consent-user-code", "kc-consent-scopes")
                .doesNotContain("kc-consent-redirect");
    }

    /** An id that can be focused is an address that gives the focus; what has no style sheet must not work. */
    @ParameterizedTest
    @ValueSource(strings = {HostilePage.CONSENT, HostilePage.STOPPED})
    void controlsWhenTheyDecideOrLeadOnThenNoIdAndNotThereAtOnce(String template) throws Exception {
        Document page = HostilePage.render(HostilePage.source(template), HostilePage.model(Kind.WEB, true));

        Elements decide =
                page.select("button:not([formmethod=dialog]), input:not([type=hidden]):not([type=checkbox]), select,"
                        + " textarea, [tabindex], [accesskey], [autofocus]");
        assertThat(decide.eachAttr("name"))
                .isEqualTo(template.equals(HostilePage.CONSENT) ? List.of("accept", "cancel") : List.of());
        assertThat(decide).allSatisfy(control -> {
            assertThat(control.parent().hasClass("cg-buttons")).isTrue();
            assertThat(control.parent().hasAttr("hidden")).isTrue();
        });
        decide.addAll(page.select(".cg-later a"));
        assertThat(decide).hasSize(2).noneMatch(control -> control.hasAttr("id"));
        assertThat(page.select("[style], [autofocus], [tabindex], [accesskey]")).isEmpty();
    }

    /** They are in the form, whatever their place in the page, and Enter on one of them does not decide. */
    @Test
    void boxesWhenScopesCanBeLeftOutThenLabelledAndWithoutEffectOfTheirOwn() throws Exception {
        Document page = HostilePage.render(HostilePage.source(HostilePage.CONSENT), HostilePage.choice());

        assertThat(page.select("fieldset > legend")).hasSize(1);
        assertThat(page.select("input[type=checkbox]")).singleElement().satisfies(box -> {
            assertThat(box.hasAttr("id")).isFalse();
            assertThat(box.attr("name")).isEqualTo("scope");
            assertThat(box.attr("form")).isEqualTo("kc-consent-grant");
            assertThat(box.attr("value")).isEqualTo(HostilePage.TEXT);
            assertThat(box.hasAttr("checked")).isTrue();
            assertThat(box.attr("autocomplete")).isEqualTo("off");
            assertThat(box.parent().is("fieldset label")).isTrue();
            assertThat(box.parent().text()).isEqualTo(HostilePage.TEXT.strip());
        });
        assertThat(page.select("form button").get(0).is("[type=submit][formmethod=dialog][hidden]:not([name])"))
                .isTrue();
    }

    /** Their digests are in the page's Content-Security-Policy. */
    @ParameterizedTest
    @ValueSource(strings = {HostilePage.CONSENT, HostilePage.STOPPED})
    void styleSheetsWhenInAPageThenAsInTheTemplates(String template) throws Exception {
        Document page = HostilePage.render(HostilePage.source(template), HostilePage.model(Kind.WEB, true));
        String sources = HostilePage.source(template) + HostilePage.source(HostilePage.BUTTONS);

        assertThat(page.select("style"))
                .hasSize(2)
                .allSatisfy(style -> assertThat(sources).contains("<style>" + style.data() + "</style>"));
    }

    /** What a screen reader gets, in this order; nothing about the request comes after the buttons. */
    @Test
    void consentGrantWhenReadAloudThenInTheOrderOfTheDecision() throws Exception {
        Document page = HostilePage.render(HostilePage.source(HostilePage.CONSENT), HostilePage.model(Kind.WEB, true));

        assertThat(page.select("[id]").eachAttr("id"))
                .containsSubsequence(
                        "kc-consent-notice",
                        "kc-consent-self-registered",
                        "kc-consent-client",
                        "kc-consent-account",
                        "kc-consent-redirect",
                        "kc-consent-scopes-title",
                        "kc-consent-scopes",
                        "kc-consent-optional",
                        "kc-consent-claims",
                        "kc-consent-more",
                        "kc-consent-resources",
                        "kc-consent-offline",
                        "kc-consent-validity",
                        "kc-consent-access",
                        "kc-consent-policy",
                        "kc-consent-approvals",
                        "kc-consent-grant",
                        "kc-consent-authorize",
                        "kc-consent-deny");
        assertThat(page.select("a[target=_blank]"))
                .allSatisfy(link -> assertThat(link.attr("rel")).isEqualTo("noopener noreferrer"));
        assertThat(page.select("script, [onclick], [onsubmit]")).isEmpty();
    }
}
