package io.github.consentgrants.guard.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.guard.entry.PushedRequest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What an answer that was lost leaves behind: a mark of which the tab knows nothing. */
class RequestUriUseTest {
    private static final String REQUEST_URI = "urn:ietf:params:oauth:request_uri:";

    private final SingleUseObjectProvider objects = new Objects();

    private RequestUriUse use(String realm, String root, String tab, String id) {
        KeycloakSession session = mock(KeycloakSession.class, RETURNS_DEEP_STUBS);
        when(session.singleUseObjects()).thenReturn(objects);
        AuthenticationSessionModel authSession = mock(AuthenticationSessionModel.class, RETURNS_DEEP_STUBS);
        when(authSession.getRealm().getId()).thenReturn(realm);
        when(authSession.getParentSession().getId()).thenReturn(root);
        when(authSession.getTabId()).thenReturn(tab);
        return new RequestUriUse(session, authSession, new PushedRequest(REQUEST_URI + id, Time.currentTimeSeconds()));
    }

    @Test
    void takeWhenAnotherTabHasTakenItThenNot() {
        assertThat(use("realm", "root", "tab", "id").take()).isTrue();
        assertThat(use("realm", "root", "other", "id").take()).isFalse();
        assertThat(use("realm", "other", "tab", "id").take()).isFalse();
    }

    @Test
    void takeWhenThisTabHasTakenItThenAgain() {
        assertThat(use("realm", "root", "tab", "id").take()).isTrue();
        assertThat(use("realm", "root", "other", "id").take()).isFalse();
        assertThat(use("realm", "root", "tab", "id").take()).isTrue();
        assertThat(use("realm", "root", "other", "id").take()).isFalse();
    }

    @Test
    void takeWhenItIsAnotherRequestOrRealmThenItIsAnotherUse() {
        assertThat(use("realm", "root", "tab", "id").take()).isTrue();
        assertThat(use("realm", "root", "other", "another").take()).isTrue();
        assertThat(use("elsewhere", "root", "other", "id").take()).isTrue();
    }

    @Test
    void giveBackWhenUndoneThenAnotherTabCanTakeIt() {
        RequestUriUse undone = use("realm", "root", "tab", "id");
        assertThat(undone.take()).isTrue();
        undone.giveBack(objects);
        assertThat(use("realm", "root", "other", "id").take()).isTrue();
    }

    /** Two requests of one tab at once: what the first gives back is what the second has answered the client with. */
    @Test
    void giveBackWhenTabHasTakenItAgainThenNobodyElseCanTakeIt() {
        RequestUriUse undone = use("realm", "root", "tab", "id");
        assertThat(undone.take()).isTrue();
        assertThat(use("realm", "root", "tab", "id").take()).isTrue();
        undone.giveBack(objects);
        assertThat(use("realm", "root", "other", "id").take()).isFalse();
    }

    @Test
    void giveBackWhenAnotherTabHasItThenItKeepsIt() {
        RequestUriUse undone = use("realm", "root", "tab", "id");
        assertThat(use("realm", "root", "other", "id").take()).isTrue();
        undone.giveBack(objects);
        assertThat(use("realm", "root", "tab", "id").take()).isFalse();
    }

    /** Single-use objects in memory. */
    private static final class Objects implements SingleUseObjectProvider {
        private final Map<String, Map<String, String>> kept = new HashMap<>();

        @Override
        public void put(String key, long lifespanSeconds, Map<String, String> notes) {
            kept.put(key, notes);
        }

        @Override
        public Map<String, String> get(String key) {
            return kept.get(key);
        }

        @Override
        public Map<String, String> remove(String key) {
            return kept.remove(key);
        }

        @Override
        public boolean replace(String key, Map<String, String> notes) {
            return kept.replace(key, notes) != null;
        }

        @Override
        public boolean putIfAbsent(String key, long lifespanInSeconds) {
            return kept.putIfAbsent(key, Map.of()) == null;
        }

        @Override
        public boolean contains(String key) {
            return kept.containsKey(key);
        }

        @Override
        public void close() {
            kept.clear();
        }
    }
}
