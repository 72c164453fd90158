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

/** What a refresh of a gated client pays for the question whether its approval was taken back, against Keycloak without the jar. */
public final class RefreshSuite implements Suite {
    private static final int WARM_UP = Integer.getInteger("bench.refresh.warmup", 3000);

    @Override
    public String id() {
        return "refresh";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        try (KeycloakCluster with = ProductionServer.withJar(1);
                KeycloakCluster without = ProductionServer.withoutJar(1);
                TestRealm gated = TestRealm.create(with, TestRealm.Option.WITHOUT_AUTHENTICATOR);
                TestRealm stock = TestRealm.create(without, TestRealm.Option.WITHOUT_CONSENT_GRANTS)) {
            stock.updateClient("app", Map.of("consentRequired", true));
            Refreshes baseline = refreshes(stock, without, settings);
            Refreshes measured = refreshes(gated, with, settings);
            new Rounds(settings, report)
                    .compare(
                            "refresh of a client with consent",
                            Map.of(Refreshes.MEDIAN, Goal.atMost(1.05), Refreshes.TAIL, Goal.reported()),
                            new Named("without the jar", baseline),
                            new Named("with the jar", measured));
        }
    }

    private static Refreshes refreshes(TestRealm realm, KeycloakCluster server, Settings settings) throws Exception {
        return new Refreshes(realm, ProductionServer.addresses(server).get(0), settings.round()).warmedUp(WARM_UP);
    }
}
