package io.github.consentgrants.bench.signin;

import io.github.consentgrants.bench.Goal;
import io.github.consentgrants.bench.Quantiles;
import io.github.consentgrants.bench.Report;
import io.github.consentgrants.bench.Rounds;
import io.github.consentgrants.bench.Rounds.Named;
import io.github.consentgrants.bench.Settings;
import io.github.consentgrants.bench.Suite;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a user feels: requests, bytes and time of a sign-in over a network with a round trip of 50 ms. */
public final class NetworkSuite implements Suite {
    private static final Duration ROUND_TRIP = Duration.ofMillis(50);
    private static final String USER = "alice";
    private static final String REQUESTS = "requests";
    private static final String BYTES = "kB";
    private static final String TIME = "p50 ms";

    @Override
    public String id() {
        return "network";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (KeycloakCluster server = ProductionServer.withJar(1);
                TestRealm stock = TestRealm.create(server, Option.WITHOUT_ACTION, Option.WITHOUT_AUTHENTICATOR);
                TestRealm alone = TestRealm.create(server, Option.WITHOUT_AUTHENTICATOR);
                TestRealm both = TestRealm.create(server);
                SlowNetwork network =
                        new SlowNetwork(ProductionServer.addresses(server).get(0), ROUND_TRIP)) {
            Rounds rounds = new Rounds(settings, report);
            for (boolean fresh : new boolean[] {true, false}) {
                String what = fresh ? "fresh sign-in" : "single sign-on";
                Named baseline = named("stock consent", fresh, stock, "&prompt=consent", network, settings);
                rounds.compare(
                        what, goals(), baseline, named("with authenticator", fresh, both, "", network, settings));
                rounds.compare(
                        what,
                        Map.of(REQUESTS, Goal.reported(), BYTES, Goal.reported(), TIME, Goal.reported()),
                        baseline,
                        named("required action", fresh, alone, "", network, settings));
            }
        }
    }

    private static Map<String, Goal> goals() {
        return new TreeMap<>(Map.of(REQUESTS, Goal.atMost(1), BYTES, Goal.reported(), TIME, Goal.atMost(1)));
    }

    private static Named named(
            String name, boolean fresh, TestRealm realm, String parameters, SlowNetwork network, Settings settings)
            throws Exception {
        LeanBrowser signedOn = new LeanBrowser(List.of(network.address()));
        signedOn.login(SignIns.request(realm, "app", parameters), USER);
        return new Named(name, () -> round(fresh, signedOn, realm, parameters, network, settings.round()));
    }

    /** Counts after the first sign-in, which may wait for a connection. */
    private static Map<String, Double> round(
            boolean fresh,
            LeanBrowser signedOn,
            TestRealm realm,
            String parameters,
            SlowNetwork network,
            Duration time)
            throws Exception {
        List<Long> times = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        long bytes = network.bytes();
        long requests = signedOn.requests();
        long made = 0;
        while (System.nanoTime() < end) {
            LeanBrowser browser = fresh ? signedOn.withoutCookies() : signedOn;
            long start = System.nanoTime();
            browser.login(SignIns.request(realm, "app", parameters), USER);
            times.add(System.nanoTime() - start);
            made += fresh ? browser.requests() : 0;
        }
        made += signedOn.requests() - requests;
        return Map.of(
                TIME, Quantiles.of(times, 0.5) / 1e6,
                REQUESTS, (double) made / times.size(),
                BYTES, (network.bytes() - bytes) / 1e3 / times.size());
    }
}
