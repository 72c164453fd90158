package io.github.consentgrants.testing;

import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/** The steps that the tests have in common: sign in, answer the page, redeem. */
public final class Browser {
    public static final String FORM = "kc-consent-grant";
    public static final String ACCEPT = "accept";
    public static final String CANCEL = "cancel";

    private static final String CONTINUE = "loginContinueLink";
    private static final Set<String> ISSUED = Set.of("code", "id_token", "access_token", "response");

    private Browser() {}

    /** Opens the request and signs the user in; what comes after the password. */
    public static Page signIn(UserAgent agent, URI request, String user) {
        return password(agent, agent.open(request), user);
    }

    /** Fills in Keycloak's sign-in page; every user of the tests has the name as password. */
    public static Page password(UserAgent agent, Page login, String user) {
        return agent.submit(login, "kc-form-login", null, Map.of("username", user, "password", user));
    }

    public static Page authorize(UserAgent agent, Page consent) {
        return agent.submit(consent, FORM, ACCEPT, Map.of());
    }

    public static Page deny(UserAgent agent, Page consent) {
        return agent.submit(consent, FORM, CANCEL, Map.of());
    }

    /** Says whether the page carries a code or a token to a client, in whichever response mode. */
    public static boolean hasCode(Page page) {
        if (page.isRedirect()) {
            String parameters =
                    page.location().getRawQuery() + "&" + page.location().getRawFragment();
            return URLUtils.parseParameters(parameters).keySet().stream().anyMatch(ISSUED::contains);
        }
        return ISSUED.stream().anyMatch(name -> page.document().selectFirst("input[name=" + name + "]") != null);
    }

    /** Says whether it is Keycloak's page for a browser that knows another step than the tab. */
    public static boolean isExpired(Page page) {
        return !page.isRedirect() && page.document().getElementById(CONTINUE) != null;
    }

    /** Follows "continue" on that page. */
    public static Page goOn(UserAgent agent, Page page) {
        return agent.open(URI.create(page.document().getElementById(CONTINUE).attr("abs:href")));
    }

    public static boolean redeems(RelyingParty client, Page page) {
        TokenResponse tokens = client.redeem(page);
        return tokens.indicatesSuccess();
    }
}
