package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a list that is read while clients sign in")
final class GrantListUnderLoadIT {
    private static final int CLIENTS = 16;
    private static final int WALKS = 5;
    private static final int BEFORE = 12;

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @Test
    @DisplayName(
            "when it is walked page by page, then no grant comes twice, and none is missed that was there at the start")
    void walked() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
        try (TestRealm realm = TestRealm.create(server)) {
            IntStream.range(0, CLIENTS).forEach(i -> realm.addUser("user" + i));
            realm.probe().call("store/fill", Map.of("realm", realm.id(), "rows", Integer.toString(BEFORE)));
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String user = "user" + i;
                clients.add(pool.submit(() -> signIns(realm, user, over)));
            }
            List<String> known = List.of();
            for (int i = 0; i < WALKS; i++) {
                List<String> before = walk(realm, 1000);
                List<String> walked = walk(realm, 7);
                assertThat(walked).doesNotHaveDuplicates().containsAll(before).containsAll(known);
                known = walked;
            }
            over.set(true);
            int signedIn = 0;
            for (Future<Integer> client : clients) {
                signedIn += client.get();
            }
            assertThat(signedIn).isGreaterThanOrEqualTo(CLIENTS);
            assertThat(walk(realm, 7))
                    .doesNotHaveDuplicates()
                    .hasSize(BEFORE + signedIn)
                    .containsAll(known);
        } finally {
            over.set(true);
            pool.shutdownNow();
        }
    }

    private static int signIns(TestRealm realm, String user, AtomicBoolean over) {
        int done = 0;
        do {
            UserAgent agent = new UserAgent();
            assertThat(Browser.hasCode(Browser.authorize(
                            agent, Browser.signIn(agent, realm.app().request(Map.of()), user))))
                    .isTrue();
            done++;
        } while (!over.get());
        return done;
    }

    private List<String> walk(TestRealm realm, int limit) {
        List<String> seen = new ArrayList<>();
        String path = "/realms/" + realm.name() + "/consent-grants?limit=" + limit;
        String next = "";
        do {
            JsonNode page = server.admin().get(path + next);
            page.path("grants").forEach(grant -> seen.add(grant.path("id").asText()));
            next = page.hasNonNull("next") ? "&before=" + page.path("next").asText() : null;
        } while (next != null);
        return seen;
    }
}
