package io.github.consentgrants.bench.signin;

import io.github.consentgrants.bench.AnyForm;
import io.github.consentgrants.bench.Goal;
import io.github.consentgrants.bench.Report;
import io.github.consentgrants.bench.Settings;
import io.github.consentgrants.bench.Suite;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.KeycloakCluster;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.util.List;
import java.util.Map;

/**
 * The statements of a sign-in (single sign-on, page, click, code, tokens), as the database's own log has them. Each is a round trip;
 * those on this project's tables are what it adds.
 */
public final class StatementsSuite implements Suite {
    private static final int WARM_UP = 5;
    private static final int SIGN_INS = 20;
    private static final String METRIC = "per sign-in";
    private static final String OURS = "cg_";

    @Override
    public String id() {
        return "statements";
    }

    @Override
    public void run(Settings settings, Report report) throws Exception {
        Map<String, String> logging =
                Map.of("logging_collector", "on", "log_statement", "all", "log_filename", "all.log");
        try (KeycloakCluster server = ProductionServer.withJar(1, logging);
                TestRealm stock = TestRealm.create(server, Option.WITHOUT_ACTION, Option.WITHOUT_AUTHENTICATOR);
                TestRealm alone = TestRealm.create(server, Option.WITHOUT_AUTHENTICATOR);
                TestRealm both = TestRealm.create(server)) {
            List<String> plain = statements(both.client("plain", "secret"), "alice", Map.of(), server);
            report.add("statements of ours, client not gated", METRIC, ours(plain), Goal.atMost(0));
            List<String> before = statements(stock.app(), "alice", Map.of("prompt", "consent"), server);
            report.add("statements of all, stock consent", METRIC, all(before), Goal.reported());
            count("required action", alone, server, report);
            count("with authenticator", both, server, report);
        }
    }

    private static void count(String what, TestRealm realm, KeycloakCluster server, Report report) throws Exception {
        List<String> statements = statements(realm.app(), "alice", Map.of(), server);
        report.add("statements of ours, " + what, METRIC, ours(statements), Goal.atMost(4));
        report.add("statements of all, " + what, METRIC, all(statements), Goal.reported());
        statements.stream()
                .filter(statement -> statement.contains(OURS))
                .map(statement -> statement.substring(0, Math.min(60, statement.length())))
                .distinct()
                .forEach(report::say);
    }

    private static double ours(List<String> statements) {
        return (double) statements.stream()
                        .filter(statement -> statement.contains(OURS))
                        .count()
                / SIGN_INS;
    }

    private static double all(List<String> statements) {
        return (double) statements.size() / SIGN_INS;
    }

    /** Signs in, and returns what was sent to the database meanwhile; transaction control is sent along with a statement. */
    private static List<String> statements(
            RelyingParty client, String user, Map<String, String> parameters, KeycloakCluster server) throws Exception {
        UserAgent agent = new UserAgent();
        signIn(agent, client, user, parameters, 1 + WARM_UP);
        int mark = server.postgres().logged().size();
        signIn(agent, client, user, parameters, SIGN_INS);
        List<String> logged = server.postgres().logged();
        return logged.subList(mark, logged.size()).stream()
                .filter(statement -> statement.startsWith("insert")
                        || statement.startsWith("update")
                        || statement.startsWith("delete")
                        || statement.startsWith("select")
                        || statement.startsWith("set"))
                .toList();
    }

    private static void signIn(
            UserAgent agent, RelyingParty client, String user, Map<String, String> parameters, int times) {
        for (int i = 0; i < times; i++) {
            Page page = agent.open(client.request(parameters));
            if (page.status() == 200 && page.document().getElementById("kc-form-login") != null) {
                page = Browser.password(agent, page, user);
            }
            if (!page.isRedirect()) {
                page = AnyForm.answer(agent, page, "accept");
            }
            if (!client.redeem(page).indicatesSuccess()) {
                throw new IllegalStateException("No tokens");
            }
        }
    }
}
