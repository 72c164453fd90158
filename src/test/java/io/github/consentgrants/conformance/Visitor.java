package io.github.consentgrants.conformance;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;
import org.jsoup.nodes.Element;

/** The browser of a user who signs in and approves, on the gate's page or on Keycloak's own. */
final class Visitor {
    private static final int MOST_PAGES = 6;

    private final UserAgent agent = new UserAgent();

    /** Opens a request and answers each page. */
    Answer approve(URI request) {
        return answer(agent.open(request), "accept");
    }

    /** Sends the same as a form (OpenID Connect Core 3.1.2.1). */
    Answer post(URI endpoint, Map<String, String> parameters) {
        return answer(agent.follow(agent.send("POST", endpoint, UserAgent.encode(parameters))), "accept");
    }

    /** Opens a request, signs in, and denies. */
    Answer deny(URI request) {
        return answer(agent.open(request), "cancel");
    }

    /** Opens a request and looks at the first page alone. */
    Page look(URI request) {
        return agent.open(request);
    }

    private Answer answer(Page first, String button) {
        Page page = first;
        boolean login = false;
        for (int i = 0; i < MOST_PAGES && !page.isRedirect(); i++) {
            Element stock = page.document().selectFirst("form[action*=/login-actions/consent]");
            if (page.document().getElementById("kc-form-login") != null) {
                login = true;
                page = Browser.password(agent, page, "alice");
            } else if (page.isConsent()) {
                page = agent.submit(page, Browser.FORM, button, Map.of());
            } else if (stock != null) {
                page = agent.follow(agent.post(stock, button, Map.of()));
            } else {
                return new Answer(page, login);
            }
        }
        return new Answer(page, login);
    }
}
