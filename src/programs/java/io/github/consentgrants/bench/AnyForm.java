package io.github.consentgrants.bench;

import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.UserAgent;
import java.util.Map;
import org.jsoup.nodes.Element;

/** Answers Keycloak's own consent page and this project's alike. */
public final class AnyForm {
    private AnyForm() {}

    /** Sends the page's form with one of its buttons, and follows redirects. */
    public static Page answer(UserAgent agent, Page page, String button) {
        Element form = page.document().selectFirst("form[action*=login-actions]");
        return agent.follow(agent.post(form, button, Map.of()));
    }
}
