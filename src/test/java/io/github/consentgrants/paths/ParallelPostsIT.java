package io.github.consentgrants.paths;

import static io.github.consentgrants.paths.Outcome.oneCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a page that is posted many times at once")
final class ParallelPostsIT {
    private static final int POSTS = 60;

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @Test
    @DisplayName(
            "when all posts arrive together, then there is one row, one code and no server error, and others can sign in")
    void atOnce() throws Exception {
        try (TestRealm realm = TestRealm.create(server)) {
            UserAgent agent = new UserAgent();
            RelyingParty app = realm.app();
            Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
            ExecutorService pool = Executors.newFixedThreadPool(POSTS);
            try {
                List<Page> ends = Stream.generate(
                                () -> CompletableFuture.supplyAsync(() -> Browser.authorize(agent, consent), pool))
                        .limit(POSTS)
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();
                assertThat(ends).allSatisfy(page -> assertThat(page.status()).isLessThan(500));
                assertThat(ends.stream().filter(Browser::hasCode)).hasSizeLessThanOrEqualTo(1);
            } finally {
                pool.shutdownNow();
            }
            assertThat(Grants.of(realm)).hasSize(1);
            UserAgent other = new UserAgent();
            oneCode(realm, app, other, Browser.signIn(other, app.request(Map.of()), "bob"));
        }
    }
}
