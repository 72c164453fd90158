package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.SetupCalls;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The losers may be told that there is a conflict, or find that nothing is left to do. */
@DisplayName("Given administrators who set a realm up at once")
final class SetupsAtOnceIT {
    private static final String MADE = "browser with consent grant";
    private static final int ADMINISTRATORS = 8;
    private static final int ROUNDS = Integer.getInteger("setup.rounds", 8);

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
    private TestRealm realm;
    private SetupCalls setup;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS);
        realm.updateClient("app", Map.of("consentRequired", true));
        setup = new SetupCalls(realm);
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    private static List<HttpResponse<String>> atOnce(IntFunction<HttpResponse<String>> call) {
        return IntStream.range(0, ADMINISTRATORS)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> call.apply(i)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private void setUpAtOnce() {
        List<HttpResponse<String>> answers = atOnce(i -> setup.send("POST", Map.of()));
        assertThat(answers).anySatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        assertDecent(answers);
        assertMadeOnce();
    }

    private static void assertDecent(List<HttpResponse<String>> answers) {
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 409));
    }

    private void assertMadeOnce() {
        assertThat(setup.ourActions()).hasSize(1);
        assertThat(setup.boundFlow()).isEqualTo(MADE);
        assertThat(setup.flows()).filteredOn(alias -> alias.contains("consent")).containsExactly(MADE);
        assertThat(SetupCalls.changes(setup.post(Map.of()))).isEmpty();
    }

    @Test
    @DisplayName("when the realm is new, then it is done once")
    void newRealm() {
        setUpAtOnce();
        assertThat(Browser.signIn(new UserAgent(), realm.app().request(Map.of()), "alice")
                        .isConsent())
                .isTrue();
    }

    @Test
    @DisplayName("when it was undone before, many times, then each time one flow is made")
    void afterUndo() {
        setup.post(Map.of());
        for (int round = 0; round < ROUNDS; round++) {
            setup.delete();
            assertThat(setup.flows()).noneMatch(alias -> alias.contains("consent"));
            setUpAtOnce();
        }
    }

    /** Then the note of the earlier set-up is there, and nothing has to be inserted for a new one. */
    @Test
    @DisplayName("when its flow was taken away by hand before, many times, then each time one flow is made")
    void afterDeletionByHand() {
        setup.post(Map.of());
        for (int round = 0; round < ROUNDS; round++) {
            setup.bind("browser");
            server.admin().delete("/realms/" + realm.name() + "/authentication/flows/" + setup.flowId(MADE));
            setUpAtOnce();
        }
    }

    @Test
    @DisplayName("when others undo it meanwhile, then it is done or undone, and one call completes it")
    void withUndo() {
        for (int round = 0; round < ROUNDS; round++) {
            assertDecent(atOnce(i -> setup.send(i % 2 == 0 ? "POST" : "DELETE", i % 2 == 0 ? Map.of() : null)));
            assertThat(setup.flows())
                    .filteredOn(alias -> alias.contains("consent"))
                    .hasSizeLessThanOrEqualTo(1);
            setup.post(Map.of());
            assertMadeOnce();
        }
    }
}
