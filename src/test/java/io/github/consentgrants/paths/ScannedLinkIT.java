package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static io.github.consentgrants.paths.Outcome.oneCode;

import io.github.consentgrants.paths.TwoPagesIT.Setup;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Given a page whose form's address something else in the browser opens, such as a scanner of links")
final class ScannedLinkIT {
    private final UserAgent agent = new UserAgent();

    @ParameterizedTest
    @CsvSource({
        "AUTHENTICATOR, GET", "AUTHENTICATOR, HEAD", "AUTHENTICATOR, POST",
        "REQUIRED_ACTION_ALONE, GET", "REQUIRED_ACTION_ALONE, HEAD", "REQUIRED_ACTION_ALONE, POST"
    })
    @DisplayName("when it has done so twice, with no button, then the user's click on the page counts")
    void opened(Setup setup, String method) throws Exception {
        try (TestRealm realm = setup.realm()) {
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            URI action =
                    URI.create(consent.document().getElementById(Browser.FORM).attr("abs:action"));
            for (int i = 0; i < 2; i++) {
                nothingIssued(realm, () -> agent.send(method, action, method.equals("POST") ? "" : null));
            }
            oneCode(realm, app, agent, consent);
        }
    }
}
