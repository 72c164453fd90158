package io.github.consentgrants.bench.signin;

import io.github.consentgrants.bench.Goal;
import io.github.consentgrants.bench.Report;
import io.github.consentgrants.bench.Rounds;
import io.github.consentgrants.bench.Rounds.Named;
import io.github.consentgrants.bench.Settings;
import io.github.consentgrants.bench.Suite;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.TestRealm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The consent sign-in with a record of the decision against one without, on the same server. */
public final class RecordSuite implements Suite {
    private static final int WARM_UP = Integer.getInteger("bench.signin.warmup", 1000);

    @Override
    public String id() {
        return "record";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (KeycloakCluster server = ProductionServer.withJar(1);
                TestRealm none = TestRealm.create(server, TestRealm.Option.WITHOUT_AUTHENTICATOR);
                TestRealm full = TestRealm.create(server, TestRealm.Option.WITHOUT_AUTHENTICATOR)) {
            none.configure(Map.of("record", "none"));
            full.configure(Map.of("record", "full"));
            List<URI> nodes = ProductionServer.addresses(server);
            for (int clients : new int[] {1, 4}) {
                try (SignIns without = signIns(none, nodes, clients, settings);
                        SignIns with = signIns(full, nodes, clients, settings)) {
                    new Rounds(settings, report)
                            .compare(
                                    "consent sign-in, " + clients + (clients == 1 ? " client" : " clients"),
                                    new TreeMap<>(Map.of(
                                            SignIns.MEDIAN, Goal.atMost(1.05),
                                            SignIns.TAIL, Goal.reported(),
                                            SignIns.RATE, Goal.reported())),
                                    new Named("without record", without),
                                    new Named("with record", with));
                }
            }
        }
    }

    private static SignIns signIns(TestRealm realm, List<URI> nodes, int clients, Settings settings) throws Exception {
        return new SignIns(realm, "app", "", nodes, clients, settings.round(), Optional.empty()).warmedUp(WARM_UP);
    }
}
