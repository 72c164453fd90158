package io.github.consentgrants.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.gate.SettingInForce;
import io.github.consentgrants.gate.SettingInForce.Source;
import io.github.consentgrants.guard.GuardInForce.Held;
import io.github.consentgrants.setup.ClientFlow;
import io.github.consentgrants.setup.Placement;
import io.github.consentgrants.status.Problem.Level;
import io.github.consentgrants.status.Snapshot.Action;
import io.github.consentgrants.status.Snapshot.Clients;
import io.github.consentgrants.status.Snapshot.Flow;
import io.github.consentgrants.status.Snapshot.Sweep;
import io.github.consentgrants.store.ConsentGrantInventory.Found;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {
    private static final Action ACTION = new Action("consent-grant", true, false, true);

    /** What a realm in order looks like; a test changes one thing. */
    private static final class Seen {
        private boolean gated = true;
        private List<Action> actions = List.of(ACTION);
        private List<SettingInForce> settings =
                List.of(new SettingInForce("applies-to", "all", Source.CONFIGURED), setting(Source.DEFAULT));
        private Placement placement = Placement.READY;
        private List<ClientFlow> clientFlows = List.of();
        private Clients clients = new Clients(3, 3, 1, List.of("app"));
        private Found users = new Found(0, true);
        private Found consents = new Found(0, true);
        private List<Held> guard = List.of(new Held("spi", "id", "Ours", true));
        private List<String> grantTypes = List.of();
        private String store = "Store";
        private String ledger = "Ledger";
        private Sweep sweep = new Sweep(300, 0L, null, 86_400L);

        RealmStatus judge() {
            return RealmStatus.of(new Snapshot(
                    gated,
                    actions,
                    settings,
                    new Flow("browser", placement),
                    clientFlows,
                    clients,
                    users,
                    consents,
                    guard,
                    grantTypes,
                    store,
                    ledger,
                    sweep,
                    new Snapshot.Versions("1", "26")));
        }
    }

    private static SettingInForce setting(Source source) {
        return new SettingInForce("time-to-live", "120", source);
    }

    private static void assertOnly(Seen seen, String code, Level level) {
        RealmStatus status = seen.judge();
        assertThat(status.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.level()).isEqualTo(level);
            assertThat(problem.meaning()).isNotBlank();
            assertThat(problem.mend()).isNotBlank();
        });
        assertThat(status.state()).isEqualTo(level == Level.INFO ? "ok" : level.word());
    }

    @Test
    void problemsWhenAllIsInOrderThenNone() {
        RealmStatus status = new Seen().judge();
        assertThat(status.problems()).isEmpty();
        assertThat(status.state()).isEqualTo("ok");
    }

    @Test
    void problemsWhenThereIsNoActionThenByWhetherTheAuthenticatorGates() {
        Seen none = new Seen();
        none.actions = List.of();
        assertOnly(none, "action_missing", Level.ERROR);
        none.gated = false;
        none.placement = Placement.ABSENT;
        assertOnly(none, "not_set_up", Level.WARNING);
    }

    @Test
    void problemsWhenTheActionIsDisabledThenTheRealmIsAsStock() {
        Seen seen = new Seen();
        seen.gated = false;
        seen.actions = List.of(new Action("consent-grant", false, false, false));
        assertOnly(seen, "action_disabled", Level.WARNING);
    }

    @Test
    void problemsWhenNoAliasLeadsToItThenNobodyCanBeAsked() {
        Seen seen = new Seen();
        seen.actions = List.of(new Action("", true, false, false));
        assertOnly(seen, "action_not_found", Level.ERROR);
    }

    @Test
    void problemsWhenThereAreTwoModelsThenBothAreNamed() {
        Seen seen = new Seen();
        seen.actions = List.of(ACTION, new Action("second", false, false, false));
        assertOnly(seen, "second_action", Level.WARNING);
        assertThat(seen.judge().problems().get(0).meaning()).contains("consent-grant, second");
    }

    @Test
    void problemsWhenTheActionIsOnUsersThenSo() {
        Seen isDefault = new Seen();
        isDefault.actions = List.of(new Action("consent-grant", true, true, true));
        assertOnly(isDefault, "action_is_default", Level.WARNING);
        Seen onUsers = new Seen();
        onUsers.users = new Found(1000, false);
        assertOnly(onUsers, "action_on_users", Level.WARNING);
        assertThat(onUsers.judge().problems().get(0).meaning()).startsWith("At least 1000 users");
        onUsers.users = null;
        assertThat(onUsers.judge().problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MISSING, setting_missing", "UNREADABLE, setting_unreadable"})
    void problemsWhenASettingIsNoneThenItIsNamed(Source source, String code) {
        Seen seen = new Seen();
        seen.settings = List.of(setting(source));
        assertOnly(seen, code, Level.WARNING);
        assertThat(seen.judge().problems().get(0).meaning()).contains("time-to-live");
    }

    @ParameterizedTest
    @CsvSource({
        "ABSENT, authenticator_absent, INFO",
        "DISABLED, authenticator_disabled, WARNING",
        "ALTERNATIVE, authenticator_alternative, WARNING",
        "CONDITIONAL, authenticator_conditional, WARNING",
        "FIRST, authenticator_first, ERROR",
        "BESIDE_ALTERNATIVES, sign_in_ignored, ERROR"
    })
    void problemsWhenTheAuthenticatorIsMisplacedThenByItsPlace(Placement placement, String code, Level level) {
        Seen seen = new Seen();
        seen.placement = placement;
        assertOnly(seen, code, level);
    }

    @Test
    void problemsWhenClientsHaveFlowsOfTheirOwnThenTheyAreNamed() {
        Seen seen = new Seen();
        seen.clientFlows = List.of(new ClientFlow("app", "own", Placement.ABSENT));
        assertOnly(seen, "client_flow", Level.WARNING);
        assertThat(seen.judge().problems().get(0).meaning()).contains("app (own, absent)");
    }

    @Test
    void problemsWhenNoClientIsGatedThenOnlyIfAllWereLookedAt() {
        Seen seen = new Seen();
        seen.clients = new Clients(3, 3, 0, List.of());
        assertOnly(seen, "no_client_gated", Level.WARNING);
        seen.clients = new Clients(2000, 1000, 0, List.of());
        assertThat(seen.judge().problems()).isEmpty();
    }

    @Test
    void problemsWhenThereAreEarlierConsentsThenGoodToKnow() {
        Seen seen = new Seen();
        seen.consents = new Found(5, true);
        assertOnly(seen, "earlier_consents", Level.INFO);
        assertThat(seen.judge().problems().get(0).meaning()).startsWith("5 consents");
    }

    @Test
    void problemsWhenTheGuardWasReplacedThenByWhat() {
        Seen seen = new Seen();
        seen.guard = List.of(new Held("login-protocol", "saml", "Theirs", false), new Held("a", "b", null, false));
        assertOnly(seen, "guard_not_in_force", Level.ERROR);
        assertThat(seen.judge().problems().get(0).meaning()).contains("login-protocol saml is Theirs; a b is missing");
    }

    @Test
    void problemsWhenAGrantTypeIsUnknownThenItIsNamed() {
        Seen seen = new Seen();
        seen.grantTypes = List.of("urn:x");
        assertOnly(seen, "grant_type_unknown", Level.WARNING);
    }

    @Test
    void problemsWhenStoreOrLedgerIsMissingThenSo() {
        Seen store = new Seen();
        store.store = null;
        store.ledger = null;
        assertOnly(store, "store_missing", Level.ERROR);
        Seen ledger = new Seen();
        ledger.ledger = null;
        assertOnly(ledger, "ledger_missing", Level.ERROR);
    }

    @Test
    void problemsWhenTheSweepIsOffOrLateThenSo() {
        Seen off = new Seen();
        off.sweep = new Sweep(0, null, null, null);
        assertOnly(off, "sweep_off", Level.INFO);
        Seen late = new Seen();
        late.sweep = new Sweep(300, 0L, 0L, 86_401L);
        assertOnly(late, "sweep_late", Level.WARNING);
        late.sweep = new Sweep(300, null, null, null);
        assertThat(late.judge().problems()).isEmpty();
        late.sweep = null;
        assertThat(late.judge().problems()).isEmpty();
    }

    @Test
    void problemsWhenSeveralThenTheWorstFirst() {
        Seen seen = new Seen();
        seen.consents = new Found(1, true);
        seen.grantTypes = List.of("urn:x");
        seen.store = null;
        assertThat(seen.judge().problems())
                .extracting(Problem::level)
                .containsExactly(Level.ERROR, Level.WARNING, Level.INFO);
        assertThat(seen.judge().state()).isEqualTo("error");
    }
}
