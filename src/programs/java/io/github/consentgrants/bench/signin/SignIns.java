package io.github.consentgrants.bench.signin;

import io.github.consentgrants.bench.Quantiles;
import io.github.consentgrants.bench.Subject;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Clients that sign in with single sign-on, one request after the other, each with a user and a session of its own. */
final class SignIns implements Subject, AutoCloseable {
    static final String MEDIAN = "p50 ms";
    static final String TAIL = "p99 ms";
    static final String RATE = "sign-ins/s";
    static final String PROCESSOR = "processor ms";
    static final String ALLOCATED = "allocated kB";

    private final TestRealm realm;
    private final String clientId;
    private final String parameters;
    private final Duration time;
    private final List<LeanBrowser> browsers;
    private final ExecutorService threads;
    private final Optional<ServerCost> cost;

    /**
     * @param realm with the client
     * @param parameters appended to each request
     * @param nodes that the requests go to, in turns
     * @param clients how many sign in at once
     * @param time of a round
     * @param cost of the server, if it is to be measured
     */
    SignIns(
            TestRealm realm,
            String clientId,
            String parameters,
            List<URI> nodes,
            int clients,
            Duration time,
            Optional<ServerCost> cost) {
        this.realm = realm;
        this.clientId = clientId;
        this.parameters = parameters;
        this.time = time;
        this.browsers = IntStream.range(0, clients)
                .mapToObj(i -> new LeanBrowser(nodes))
                .toList();
        this.threads = Executors.newFixedThreadPool(clients);
        this.cost = cost;
    }

    /** Makes a user for each client, signs in once with the password, and then so many times altogether. */
    SignIns warmedUp(int signIns) throws Exception {
        for (int i = 0; i < browsers.size(); i++) {
            String user = "bench-" + i;
            if (realm.server()
                    .admin()
                    .get("/realms/" + realm.name() + "/users?exact=true&username=" + user)
                    .isEmpty()) {
                realm.server().admin().post("/realms/" + realm.name() + "/users", representation(user));
            }
            browsers.get(i).login(request(), user);
        }
        for (int i = 0; i < signIns; i += browsers.size()) {
            onAll(browser -> List.of(browser.signIn(request())));
        }
        return this;
    }

    private static Map<String, Object> representation(String user) {
        return Map.of(
                "username",
                user,
                "enabled",
                true,
                "email",
                user + "@example.com",
                "emailVerified",
                true,
                "firstName",
                "Bench",
                "lastName",
                "Example",
                "credentials",
                List.of(Map.of("type", "password", "value", user, "temporary", false)));
    }

    private URI request() {
        return request(realm, clientId, parameters);
    }

    static URI request(TestRealm realm, String clientId, String parameters) {
        return realm.server()
                .baseUrl()
                .resolve("/realms/" + realm.name() + "/protocol/openid-connect/auth?response_type=code&client_id="
                        + clientId + "&redirect_uri=" + RelyingParty.REDIRECT_URI
                        + "&scope=openid%20profile%20email&code_challenge_method=S256&code_challenge=" + random(32)
                        + "&state=" + random(16) + "&nonce=" + random(16) + parameters);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    @Override
    public Map<String, Double> round() throws Exception {
        ServerCost.Spent before = spent();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Long> times = onAll(browser -> {
            List<Long> own = new ArrayList<>();
            while (System.nanoTime() < end) {
                own.add(browser.signIn(request()));
            }
            return own;
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        ServerCost.Spent after = spent();
        return Map.of(
                MEDIAN, Quantiles.of(times, 0.5) / 1e6,
                TAIL, Quantiles.of(times, 0.99) / 1e6,
                RATE, times.size() / seconds,
                PROCESSOR, (after.processorNanos() - before.processorNanos()) / 1e6 / times.size(),
                ALLOCATED, (after.allocatedBytes() - before.allocatedBytes()) / 1e3 / times.size());
    }

    private ServerCost.Spent spent() {
        return cost.map(ServerCost::spent).orElse(ServerCost.Spent.NOTHING);
    }

    @FunctionalInterface
    private interface Work {
        List<Long> with(LeanBrowser browser) throws Exception;
    }

    private List<Long> onAll(Work work) throws Exception {
        List<Callable<List<Long>>> tasks = new ArrayList<>();
        browsers.forEach(browser -> tasks.add(() -> work.with(browser)));
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> part : threads.invokeAll(tasks)) {
            all.addAll(part.get());
        }
        return all;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
