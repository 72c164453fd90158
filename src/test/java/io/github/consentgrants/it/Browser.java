package io.github.consentgrants.it;

import com.nimbusds.oauth2.sdk.TokenResponse;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;

/** The steps that the tests have in common: sign in, answer the page, redeem. */
final class Browser {
    static final String FORM = "kc-consent-grant";
    static final String ACCEPT = "accept";
    static final String CANCEL = "cancel";

    private Browser() {}

    /** Opens the request and signs the user in; what comes after the password. */
    static Page signIn(UserAgent agent, URI request, String user) {
        Page login = agent.open(request);
        return agent.submit(login, "kc-form-login", null, Map.of("username", user, "password", user));
    }

    static Page authorize(UserAgent agent, Page consent) {
        return agent.submit(consent, FORM, ACCEPT, Map.of());
    }

    static Page deny(UserAgent agent, Page consent) {
        return agent.submit(consent, FORM, CANCEL, Map.of());
    }

    static boolean hasCode(Page page) {
        return page.isRedirect()
                && page.location().getRawQuery() != null
                && page.location().getRawQuery().contains("code=");
    }

    static boolean redeems(RelyingParty client, Page page) {
        TokenResponse tokens = client.redeem(page);
        return tokens.indicatesSuccess();
    }
}
