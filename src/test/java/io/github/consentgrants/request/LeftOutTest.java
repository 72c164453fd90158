package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockTab;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

class LeftOutTest {
    private final RealmModel realm = MockRealm.of();
    private final AuthenticationSessionModel tab = MockTab.of(realm, MockRealm.client(realm, "shop"));

    private static LeftOut of(String tokens) {
        return new LeftOut(tokens == null ? Set.of() : Set.of(tokens.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        ",                    ,        ",
        "openid,              ,        openid",
        "openid a b,          a,       openid b",
        "openid a b,          a b,     openid",
        "a b,                 b a,     ",
        "a,                   b,       a",
        "aa ab a,             a,       aa ab",
        "account:1 account:2, account:1, account:2",
        "a a b a,             a,       b",
        ",                    a,       ",
    })
    void narrowWhenSomethingIsLeftOutThenTheRestInItsOrder(String parameter, String leftOut, String rest) {
        assertThat(of(leftOut).narrow(parameter)).isEqualTo(rest);
    }

    @Test
    void ofWhenRememberedThenForThatPageOnly() {
        of("a account:4711").remember(tab, "page");
        assertThat(LeftOut.of(tab, "page")).isEqualTo(of("a account:4711"));
        assertThat(LeftOut.of(tab, "another")).isEqualTo(LeftOut.NOTHING);
        assertThat(LeftOut.of(tab, "pag")).isEqualTo(LeftOut.NOTHING);
    }

    @Test
    void rememberWhenNothingIsLeftOutThenAnEarlierChoiceIsForgotten() {
        of("a").remember(tab, "page");
        LeftOut.NOTHING.remember(tab, "page");
        assertThat(LeftOut.of(tab, "page")).isEqualTo(LeftOut.NOTHING);
    }

    /** A click that was rolled back leaves no choice behind. */
    @Test
    void removeClickedWhenThereWasAChoiceThenItGoesToo() {
        ConsentNotes.setClicked(tab, "page", of("a"));
        assertThat(ConsentNotes.isClicked(tab, "page")).isTrue();
        assertThat(LeftOut.of(tab, "page")).isEqualTo(of("a"));
        ConsentNotes.removeClicked(tab);
        assertThat(LeftOut.of(tab, "page")).isEqualTo(LeftOut.NOTHING);
    }
}
