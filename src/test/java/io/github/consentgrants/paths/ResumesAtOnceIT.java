package io.github.consentgrants.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.Grants;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.Tab;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given an approved request, when it is resumed by many requests of its browser at once")
final class ResumesAtOnceIT {
    private static final int REQUESTS = 8;
    private static final int ROUNDS = 2;
    /** Much longer than any of them waits for another, much shorter than one that waits for itself. */
    private static final int LIMIT_SECONDS = 60;

    @AutoClose
    private final TestRealm realm = TestRealm.create(KeycloakServer.shared(Database.POSTGRESQL));

    private final RelyingParty app = realm.app();

    @Test
    @DisplayName("then one of them gets the code, none an error of the server, and none waits for long")
    void oneCode() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(REQUESTS);
        try {
            for (int round = 1; round <= ROUNDS; round++) {
                UserAgent agent = new UserAgent();
                Page consent = Browser.signIn(agent, app.request(Map.of()), "alice");
                Page clicked = Tab.of(realm, agent, consent).approve();
                List<CompletableFuture<Page>> resumes = Stream.generate(() ->
                                CompletableFuture.supplyAsync(() -> agent.fork().follow(clicked), pool))
                        .limit(REQUESTS)
                        .toList();
                CompletableFuture.allOf(resumes.toArray(CompletableFuture[]::new))
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
                assertThat(resumes)
                        .allSatisfy(resume -> assertThat(resume.join().status()).isLessThan(500));
                assertThat(resumes.stream().map(CompletableFuture::join).filter(Browser::hasCode))
                        .hasSize(1);
                assertThat(Grants.of(realm)).filteredOn(Grants.Row::consumed).hasSize(round);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
