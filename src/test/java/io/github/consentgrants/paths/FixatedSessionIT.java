package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.nothingIssued;
import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given an attacker who planted the authentication session in the victim's browser")
final class FixatedSessionIT {
    @AutoClose
    private static final TestRealm REALM = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = REALM.app();
    private final UserAgent attacker = new UserAgent();

    /** The victim signs in where the attacker began; from then on the attacker has all but what only the victim's browser got. */
    private UserAgent victim;

    private Page consent;

    @BeforeEach
    void victimSignsIn() {
        Page login = attacker.open(app.request(Map.of()));
        victim = attacker.fork();
        consent = Browser.password(victim, login, "alice");
        assertThat(consent.isConsent()).isTrue();
    }

    @Test
    @DisplayName("when the attacker opens the page too, then it is refused there, and the victim's click is one code")
    void opensThePage() throws Exception {
        Page end = nothingIssued(REALM, () -> attacker.open(consent.address()));
        refused(end);
        Map<String, String> tab = Tab.query(consent.address());
        tab.keySet().retainAll(List.of("client_id", "tab_id"));
        URI flow = consent.address().resolve("authenticate?" + UserAgent.encode(tab));
        assertThat(nothingIssued(REALM, () -> attacker.open(flow)).isConsent()).isFalse();
        oneCode(REALM, app, victim, victim.open(consent.address()));
    }

    @Test
    @DisplayName("when the attacker answers the page, then nothing is minted, and the victim's click is one code")
    void answersThePage() throws Exception {
        refused(nothingIssued(REALM, () -> Browser.authorize(attacker, consent)));
        Page again = victim.open(consent.address());
        oneCode(REALM, app, victim, again);
    }

    @Test
    @DisplayName(
            "when the attacker finishes after the victim's click, then there is no code, for nobody but the victim")
    void finishes() throws Exception {
        Page redirect = Tab.of(REALM, victim, consent).approve();
        refused(nothingIssued(REALM, () -> attacker.follow(redirect)));
        assertThat(Browser.hasCode(victim.follow(redirect))).isTrue();
    }

    private static void refused(Page page) {
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.isConsent()).isFalse();
    }
}
