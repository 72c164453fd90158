package io.github.consentgrants.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.history.GrantRows;
import io.github.consentgrants.history.History;
import io.github.consentgrants.history.HistoryChecker;
import io.github.consentgrants.history.Operation;
import io.github.consentgrants.history.Operation.Kind;
import io.github.consentgrants.history.Operation.Outcome;
import io.github.consentgrants.history.RecordedSignIn;
import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.KeycloakNode;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("cluster")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("Given three nodes on one database, each request to the next node")
final class ClusterIT {
    private static final int NODES = 3;
    private static final int CLIENTS = 16;
    private static final int WALKS = 5;
    private static final int ROUNDS = Integer.getInteger("cluster.rounds", 30);
    private static KeycloakCluster cluster;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final History history = new History();
    private TestRealm realm;

    @BeforeAll
    static void startCluster() {
        cluster = KeycloakCluster.start(NODES);
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create(cluster);
    }

    @AfterEach
    void judge() throws SQLException {
        threads.shutdownNow();
        System.out.println(history.summary());
        history.failures().forEach(System.out::println);
        assertThat(HistoryChecker.strict().check(history, GrantRows.of(realm))).isEmpty();
        realm.close();
    }

    private RecordedSignIn signIn(UserAgent agent) {
        return new RecordedSignIn(history, realm.app(), agent);
    }

    private <T> List<T> atOnce(int callers, Function<Integer, T> work) {
        return IntStream.range(0, callers)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> work.apply(i), threads))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    @Test
    @DisplayName(
            "when users sign in, again and again, then each click gives one code, redeemed once, and all nodes took part")
    void hops() {
        List<String> users = List.of("alice", "bob");
        List<Integer> codes = atOnce(users.size(), user -> {
            UserAgent agent = new UserAgent();
            return (int) IntStream.range(0, ROUNDS)
                    .filter(round -> signIn(agent).run(users.get(user)))
                    .count();
        });
        assertThat(codes).containsOnly(ROUNDS);
        assertThat(history.count(Kind.REDEEM, Outcome.OK)).isEqualTo((long) users.size() * ROUNDS);
        assertThat(history.operations().stream().map(Operation::node).filter(node -> !node.isEmpty()))
                .containsAll(cluster.nodes().stream()
                        .map(node -> String.valueOf(node.baseUrl().getPort()))
                        .toList());
    }

    @Test
    @DisplayName("when one page is posted on all nodes at once, then there is exactly one code, without another click")
    void postsAtOnce() {
        UserAgent agent = new UserAgent();
        for (int round = 0; round < ROUNDS; round++) {
            RecordedSignIn signIn = signIn(agent);
            assertThat(signIn.ask("alice")).as(signIn.page().text()).isTrue();
            List<RecordedSignIn> browsers =
                    Stream.generate(signIn::fork).limit(NODES).toList();
            List<Page> ends = atOnce(NODES, i -> browsers.get(i).authorizeAndContinue());
            assertThat(ends.stream().filter(RecordedSignIn::hasCode))
                    .as("round %d: %s", round, history.operations())
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("when one grant is resumed on all nodes at once, then there is exactly one code")
    void resumesAtOnce() {
        UserAgent agent = new UserAgent();
        for (int round = 0; round < ROUNDS; round++) {
            RecordedSignIn signIn = signIn(agent);
            assertThat(signIn.ask("alice")).as(signIn.page().text()).isTrue();
            Page clicked = signIn.approve(realm);
            List<RecordedSignIn> browsers =
                    Stream.generate(signIn::fork).limit(NODES).toList();
            List<Page> ends = atOnce(NODES, i -> browsers.get(i).resume(clicked));
            assertThat(ends.stream().filter(RecordedSignIn::hasCode))
                    .as("round %d: %s", round, history.operations())
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("when one code is redeemed on all nodes at once, then there are tokens once")
    void redeemsAtOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            RecordedSignIn signIn = signIn(new UserAgent());
            assertThat(signIn.ask("alice")).as(signIn.page().text()).isTrue();
            Page end = signIn.authorize();
            atOnce(NODES, i -> {
                signIn.redeem(end);
                return i;
            });
        }
        assertThat(history.count(Kind.REDEEM, Outcome.OK)).isEqualTo(ROUNDS);
    }

    @Test
    @DisplayName(
            "when 16 clients sign in meanwhile, then a list whose pages come from one node after the other loses and repeats nothing")
    void listedMeanwhile() throws InterruptedException {
        IntStream.range(0, CLIENTS).forEach(i -> realm.addUser("user" + i));
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<List<Integer>> clients = CompletableFuture.supplyAsync(
                () -> atOnce(CLIENTS, i -> {
                    int codes = 0;
                    while (!over.get()) {
                        codes += signIn(new UserAgent()).run("user" + i) ? 1 : 0;
                    }
                    return codes;
                }),
                threads);
        List<String> known = List.of();
        for (int i = 0; i < WALKS; i++) {
            TimeUnit.SECONDS.sleep(1);
            List<String> walked = walk();
            assertThat(walked).doesNotHaveDuplicates().containsAll(known);
            known = walked;
        }
        over.set(true);
        int signedIn = clients.join().stream().mapToInt(Integer::intValue).sum();
        assertThat(walk()).doesNotHaveDuplicates().hasSize(signedIn).containsAll(known);
    }

    private List<String> walk() {
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = cluster.admin().get("/realms/" + realm.name() + "/consent-grants?limit=7" + next);
            page.path("grants").forEach(grant -> seen.add(grant.path("id").asText()));
            next = page.hasNonNull("next") ? "&before=" + page.path("next").asText() : null;
        } while (next != null);
        return seen;
    }

    @Test
    @DisplayName(
            "when a grant was decided on one node, then each node lists, shows and exports it, and signs the same receipt")
    void readOnEachNode() {
        assertThat(signIn(new UserAgent()).run("alice")).isTrue();
        String path = "/admin/realms/" + realm.name() + "/consent-grants";
        String id = walk().get(0);
        Bearer administrator = Bearer.administrator(cluster);
        for (String rest : List.of("", "/" + id, "/export", "/" + id + "/receipt")) {
            List<HttpResponse<String>> answers = cluster.nodes().stream()
                    .map(node -> administrator.at(node.baseUrl()).send("GET", path + rest, null))
                    .toList();
            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
            assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
        }
        Bearer first = administrator.at(cluster.node(0).baseUrl());
        assertThat(first.send("POST", path + "/" + id + "/revoke", null).statusCode())
                .isEqualTo(200);
        assertThat(cluster.nodes())
                .allSatisfy(node -> assertThat(administrator
                                .at(node.baseUrl())
                                .send("GET", path + "/" + id, null)
                                .body())
                        .contains("\"state\":\"revoked\""));
    }

    @Test
    @DisplayName("when a node leaves and joins meanwhile, then nothing is lost and there is no server error")
    void nodeLeavesAndJoins() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<List<Integer>> load = CompletableFuture.supplyAsync(() -> atOnce(2, user -> {
            int codes = 0;
            while (!over.get()) {
                codes += signIn(new UserAgent()).run(user == 0 ? "alice" : "bob") ? 1 : 0;
            }
            return codes;
        }));
        // As in a rolling update: the balancer sends nothing more to the node, then it is stopped.
        KeycloakNode leaving = cluster.node(NODES - 1);
        cluster.serveOnly(cluster.nodes().subList(0, NODES - 1));
        leaving.stop();
        leaving.start();
        cluster.serveOnly(cluster.nodes());
        over.set(true);
        assertThat(load.join()).allSatisfy(codes -> assertThat(codes).isPositive());
    }
}
