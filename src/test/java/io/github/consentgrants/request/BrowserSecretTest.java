package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.EventBuilder;
import org.keycloak.http.HttpResponse;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

class BrowserSecretTest {
    private static final String PAGE = "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f";
    private static final int AGE = 300;

    private final RealmModel realm = MockRealm.of();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final RootAuthenticationSessionModel root = mock(RootAuthenticationSessionModel.class);
    private final AuthenticationSessionModel tab = MockTab.of(realm, client, root, "tab");
    private final AuthenticationSessionModel otherTab = MockTab.of(realm, client, root, "other");
    private final UserModel user = mock(UserModel.class);
    private final Map<String, Cookie> browser = new HashMap<>();

    @BeforeEach
    void haveTabs() {
        when(root.getId()).thenReturn("root");
        tabs(tab, otherTab);
    }

    private void tabs(AuthenticationSessionModel... tabs) {
        Map<String, AuthenticationSessionModel> open = new HashMap<>();
        Stream.of(tabs).forEach(one -> open.put(one.getTabId(), one));
        when(root.getAuthenticationSessions()).thenReturn(open);
    }

    /** Returns a request of a tab from a browser, whose cookies the answer changes. */
    private ConsentRequest request(AuthenticationSessionModel ofTab, Map<String, Cookie> from) {
        KeycloakSession session = MockSession.of(realm);
        when(session.getContext().getHttpRequest().getHttpHeaders().getCookies())
                .thenReturn(Map.copyOf(from));
        HttpResponse response = session.getContext().getHttpResponse();
        doAnswer(call -> {
                    NewCookie left = call.getArgument(0);
                    return left.getMaxAge() == 0
                            ? from.remove(left.getName())
                            : from.put(
                                    left.getName(),
                                    new Cookie.Builder(left.getName())
                                            .value(left.getValue())
                                            .build());
                })
                .when(response)
                .setCookieIfAbsent(any());
        return new ConsentRequest(session, ofTab, user, new EventBuilder(realm, session));
    }

    private ConsentRequest request(AuthenticationSessionModel ofTab) {
        return request(ofTab, browser);
    }

    @Test
    void requireWhenItIsTheBrowserThatSignedInThenAllowed() {
        BrowserSecret.leave(request(tab), AGE);
        assertThatCode(() -> BrowserSecret.require(request(tab))).doesNotThrowAnyException();
        assertThat(BrowserSecret.hash(request(tab))).isEqualTo(ConsentNotes.browser(tab));
    }

    @Test
    void requireWhenItIsAnotherBrowserThenRefusedAndTheTabIsAsItWas() {
        BrowserSecret.leave(request(tab), AGE);
        String before = ConsentNotes.browser(tab);
        Map<String, Cookie> another = new HashMap<>();
        ConsentRequest request = request(tab, another);

        assertThatThrownBy(() -> BrowserSecret.require(request)).hasMessageContaining("other_browser");
        verify(request.session().getTransactionManager()).setRollbackOnly();
        assertThat(BrowserSecret.hash(request)).isNull();
        assertThat(BrowserSecret.token(request, PAGE)).isEmpty();
        assertThat(ConsentNotes.browser(tab)).isEqualTo(before);
        assertThat(another).isEmpty();
    }

    @Test
    void requireWhenTheTabHasLeftNothingThenRefused() {
        BrowserSecret.leave(request(otherTab), AGE);
        assertThatThrownBy(() -> BrowserSecret.require(request(tab))).hasMessageContaining("other_browser");
    }

    /** The second to come, whoever it is, must not get the tab. */
    @Test
    void leaveWhenTheTabHasLeftOneInAnotherBrowserThenNoneHere() {
        BrowserSecret.leave(request(tab), AGE);
        String before = ConsentNotes.browser(tab);
        Map<String, Cookie> another = new HashMap<>();

        BrowserSecret.leave(request(tab, another), AGE);

        assertThat(another).isEmpty();
        assertThat(ConsentNotes.browser(tab)).isEqualTo(before);
    }

    /** Somebody else can have left the key that was there. */
    @Test
    void leaveWhenTheBrowserHasAKeyThenAFreshOneAllTheSame() {
        BrowserSecret.leave(request(tab), AGE);
        Map<String, Cookie> planted = Map.copyOf(browser);

        BrowserSecret.leave(request(otherTab), AGE);

        assertThat(BrowserSecret.hash(request(otherTab, new HashMap<>(planted))))
                .isNull();
        assertThat(BrowserSecret.hash(request(otherTab))).isNotNull();
        assertThat(BrowserSecret.hash(request(tab))).isNotNull();
    }

    @Test
    void leaveWhenSignedOnByACookieThenTabsShareOneKeyAndNoSecret() {
        for (AuthenticationSessionModel signedOn : new AuthenticationSessionModel[] {tab, otherTab}) {
            ConsentRequest request = request(signedOn);
            MockSession.signOn(request.session(), realm, user, mock(UserSessionModel.class));
            signedOn.setAuthNote("SSO_AUTH", "true");
            BrowserSecret.leave(request, AGE);
        }
        assertThat(browser).hasSize(1);
        assertThat(ConsentNotes.browser(tab)).isNotEqualTo(ConsentNotes.browser(otherTab));
        assertThat(BrowserSecret.hash(request(tab))).isNotNull();
        assertThat(BrowserSecret.hash(request(otherTab))).isNotNull();
    }

    /** Both answers are made from the same cookies; the browser keeps both. */
    @Test
    void leaveWhenTabsAreSignedInAtOnceThenInDifferentPlaces() {
        ConsentRequest one = request(tab);
        ConsentRequest other = request(otherTab);
        BrowserSecret.leave(one, AGE);
        BrowserSecret.leave(other, AGE);
        assertThat(browser).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tab", "root", "realm"})
    void hashWhenTheTabRootOrRealmIsAnotherThenTheKeyIsNotItsOwn(String part) {
        BrowserSecret.leave(request(tab), AGE);
        switch (part) {
            case "tab" -> when(tab.getTabId()).thenReturn("another");
            case "root" -> when(root.getId()).thenReturn("another");
            default -> when(realm.getId()).thenReturn("another");
        }
        assertThat(BrowserSecret.hash(request(tab))).isNull();
    }

    @Test
    void tokenWhenHeldThenOnePerPageAndTabNamedAfterThePage() {
        BrowserSecret.leave(request(tab), AGE);
        BrowserSecret.leave(request(otherTab), AGE);
        String token = BrowserSecret.token(request(tab), PAGE).orElseThrow().value();
        assertThat(token).startsWith(PAGE + ".");
        assertThat(BrowserSecret.token(request(tab), PAGE).orElseThrow().value())
                .isEqualTo(token);
        assertThat(BrowserSecret.token(request(otherTab), PAGE).orElseThrow().value())
                .isNotEqualTo(token);
        String otherPage = PAGE.replace('f', 'e');
        assertThat(BrowserSecret.token(request(tab), otherPage).orElseThrow().value())
                .isNotEqualTo(token.replace(PAGE, otherPage));
    }

    /** The note is all that a copy of the session store gives away. */
    @Test
    void leaveWhenLeftThenTheTabKeepsAHashAndNoSecret() {
        BrowserSecret.leave(request(tab), AGE);
        String key = browser.values().iterator().next().getValue().replaceFirst("\\..*", "");
        assertThat(ConsentNotes.browser(tab)).matches("[0-9a-f]{64}").doesNotContain(key);
        verify(tab, never()).setClientNote(any(), any());
        verify(tab, never()).setUserSessionNote(any(), any());
    }

    @Test
    void renewWhenHeldThenTheCookieLivesOnAndElsewhereNothing() {
        BrowserSecret.leave(request(tab), AGE);
        ConsentRequest held = request(tab);
        BrowserSecret.renew(held, AGE);
        verify(held.session().getContext().getHttpResponse()).setCookieIfAbsent(any());

        ConsentRequest elsewhere = request(tab, new HashMap<>());
        BrowserSecret.renew(elsewhere, AGE);
        verify(elsewhere.session().getContext().getHttpResponse(), never()).setCookieIfAbsent(any());
    }

    @Test
    void expireWhenNoOtherTabNeedsTheKeyThenTakenAway() {
        BrowserSecret.leave(request(tab), AGE);
        BrowserSecret.leave(request(otherTab), AGE);
        BrowserSecret.expire(request(tab));
        assertThat(BrowserSecret.hash(request(tab))).isNull();
        assertThat(BrowserSecret.hash(request(otherTab))).isNotNull();
    }

    @Test
    void expireWhenAnotherTabNeedsTheKeyThenLeftUntilThatHasEndedToo() {
        for (AuthenticationSessionModel signedOn : new AuthenticationSessionModel[] {tab, otherTab}) {
            ConsentRequest request = request(signedOn);
            MockSession.signOn(request.session(), realm, user, mock(UserSessionModel.class));
            signedOn.setAuthNote("SSO_AUTH", "true");
            BrowserSecret.leave(request, AGE);
        }
        BrowserSecret.expire(request(tab));
        assertThat(browser).hasSize(1);
        tabs(otherTab);
        BrowserSecret.expire(request(otherTab));
        assertThat(browser).isEmpty();
    }
}
