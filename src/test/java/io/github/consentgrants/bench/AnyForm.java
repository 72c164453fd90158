package io.github.consentgrants.bench;

import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/** Answers Keycloak's own consent page and this project's alike. */
public final class AnyForm {
    private AnyForm() {}

    /** Sends the page's form with one of its buttons, and follows redirects. */
    public static Page answer(UserAgent agent, Page page, String button) {
        Element form = page.document().selectFirst("form[action*=login-actions]");
        Map<String, String> fields = form.select("input[type=hidden]").stream()
                .collect(Collectors.toMap(input -> input.attr("name"), input -> input.attr("value")));
        fields.put(button, button);
        return agent.follow(agent.send("POST", URI.create(form.attr("abs:action")), UserAgent.encode(fields)));
    }
}
