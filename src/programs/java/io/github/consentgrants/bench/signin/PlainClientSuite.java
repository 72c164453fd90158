package io.github.consentgrants.bench.signin;

import io.github.consentgrants.bench.Goal;
import io.github.consentgrants.bench.Report;
import io.github.consentgrants.bench.Rounds;
import io.github.consentgrants.bench.Rounds.Named;
import io.github.consentgrants.bench.Settings;
import io.github.consentgrants.bench.Suite;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.TestRealm;
import java.util.Map;
import java.util.Optional;

/** What a client that is not gated pays: its sign-in on a server with the jar against one without. */
public final class PlainClientSuite implements Suite {
    private static final int WARM_UP = Integer.getInteger("bench.signin.warmup", 1000);

    @Override
    public String id() {
        return "plain";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (KeycloakCluster with = ProductionServer.withJar(1);
                KeycloakCluster without = ProductionServer.withoutJar(1);
                TestRealm gated = TestRealm.create(with, TestRealm.Option.WITHOUT_AUTHENTICATOR);
                TestRealm stock = TestRealm.create(without, TestRealm.Option.WITHOUT_CONSENT_GRANTS);
                SignIns baseline = signIns(stock, without, settings);
                SignIns measured = signIns(gated, with, settings)) {
            new Rounds(settings, report)
                    .compare(
                            "sign-in of a client that is not gated",
                            Map.of(SignIns.MEDIAN, Goal.atMost(1.03), SignIns.RATE, Goal.reported()),
                            new Named("without the jar", baseline),
                            new Named("with the jar", measured));
        }
    }

    private static SignIns signIns(TestRealm realm, KeycloakCluster server, Settings settings) throws Exception {
        return new SignIns(realm, "plain", "", ProductionServer.addresses(server), 1, settings.round(), Optional.empty())
                .warmedUp(WARM_UP);
    }
}
