package io.github.consentgrants.status;

import io.github.consentgrants.gate.SettingInForce;
import io.github.consentgrants.gate.SettingInForce.Source;
import io.github.consentgrants.setup.ClientFlow;
import io.github.consentgrants.status.Snapshot.Action;
import io.github.consentgrants.store.ConsentGrantInventory.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with a realm and its server. Pure: from what was read to what an operator should know. */
final class Problems {
    private static final String SET_UP = "Run: kcadm.sh create consent-grants/setup -r <realm> -f - <<< '{}'";

    private Problems() {}

    /** Returns them, the worst first. */
    static List<Problem> of(Snapshot seen) {
        return Stream.of(
                        Stream.of(action(seen), users(seen), settings(seen), clients(seen))
                                .flatMap(List::stream),
                        FlowProblems.of(seen),
                        ServerProblems.of(seen))
                .flatMap(problems -> problems)
                .sorted(Comparator.comparing(Problem::level))
                .toList();
    }

    private static List<Problem> action(Snapshot seen) {
        List<Action> enabled = seen.actions().stream().filter(Action::enabled).toList();
        if (seen.actions().isEmpty()) {
            return List.of(
                    seen.gated()
                            ? Problem.error(
                                    "action_missing",
                                    "The authenticator is in the flow, but the required action was deleted: gated clients are"
                                            + " refused",
                                    SET_UP)
                            : Problem.warning("not_set_up", "This realm gates no client", SET_UP));
        }
        if (enabled.isEmpty()) {
            return List.of(Problem.warning(
                    "action_disabled",
                    "The required action is disabled: clients get Keycloak's own consent, which is not tied to one request",
                    SET_UP));
        }
        List<Problem> problems = new ArrayList<>();
        if (enabled.stream().noneMatch(Action::found)) {
            problems.add(Problem.error(
                    "action_not_found",
                    "No alias leads to the required action, so Keycloak cannot show the page: gated clients are refused",
                    SET_UP));
        }
        if (seen.actions().size() > 1) {
            problems.add(Problem.warning(
                    "second_action",
                    "The realm has several models of the required action ("
                            + seen.actions().stream().map(Action::alias).collect(Collectors.joining(", "))
                            + "): of those that are enabled, the strictest value of each setting holds",
                    "Delete all but one: kcadm.sh delete authentication/required-actions/<alias> -r <realm>"));
        }
        return problems;
    }

    private static List<Problem> users(Snapshot seen) {
        List<Problem> problems = new ArrayList<>();
        String meaning =
                "The action belongs to requests, not to users. On a user it ends sign-ins that show no page, such as"
                        + " the password grant, with \"Account is not fully set up\"";
        if (seen.actions().stream().anyMatch(Action::defaultAction)) {
            problems.add(Problem.warning("action_is_default", "New users get the required action. " + meaning, SET_UP));
        }
        Found users = seen.usersWithAction();
        if (users != null && users.count() > 0) {
            problems.add(Problem.warning(
                    "action_on_users",
                    count(users) + " users have the required action. " + meaning,
                    "Nothing, if they sign in with a page: it is taken off then. Else remove it from them (Users > user >"
                            + " Required user actions)"));
        }
        return problems;
    }

    private static String count(Found found) {
        return (found.isAll() ? "" : "At least ") + found.count();
    }

    private static List<Problem> settings(Snapshot seen) {
        List<Problem> problems = new ArrayList<>();
        String mend = "Give them: kcadm.sh create consent-grants/setup -r <realm> -f - <<< '{\"settings\": {...}}'";
        String missing = names(seen, Source.MISSING);
        if (!missing.isEmpty()) {
            problems.add(Problem.warning(
                    "setting_missing", "Nothing is configured for " + missing + ": the strictest values hold", mend));
        }
        String unreadable = names(seen, Source.UNREADABLE);
        if (!unreadable.isEmpty()) {
            problems.add(Problem.warning(
                    "setting_unreadable",
                    "What is configured for " + unreadable + " cannot be read: the strictest values hold",
                    mend));
        }
        return problems;
    }

    private static String names(Snapshot seen, Source source) {
        return seen.settings().stream()
                .filter(setting -> setting.source() == source)
                .map(SettingInForce::name)
                .collect(Collectors.joining(", "));
    }

    private static List<Problem> clients(Snapshot seen) {
        List<Problem> problems = new ArrayList<>();
        boolean allSeen = seen.clients().lookedAt() >= seen.clients().total();
        if (seen.gated() && allSeen && seen.clients().gated() == 0) {
            problems.add(Problem.warning(
                    "no_client_gated",
                    "The realm is set up, but no client is gated",
                    "Switch \"Consent required\" on at a client, or set applies-to to all"));
        }
        if (!seen.clientFlows().isEmpty()) {
            problems.add(Problem.warning(
                    "client_flow",
                    "Gated clients have flows of their own in which the authenticator does not work: "
                            + seen.clientFlows().stream()
                                    .map(Problems::describe)
                                    .collect(Collectors.joining(", "))
                            + ". Their users are asked after the flow",
                    "Put the authenticator REQUIRED after the steps of that flow, or take the flow off the client (Clients >"
                            + " client > Advanced > Authentication flow overrides)"));
        }
        Found earlier = seen.earlierConsents();
        if (earlier != null && earlier.count() > 0) {
            problems.add(Problem.info(
                    "earlier_consents",
                    count(earlier)
                            + " consents of gated clients were given on Keycloak's own page. They give nobody a code"
                            + " while the clients are gated; if the realm leaves the gate, they do again",
                    "Nothing, or revoke them (Users > user > Consents)"));
        }
        return problems;
    }

    private static String describe(ClientFlow client) {
        return client.clientId() + " (" + client.flow() + ", "
                + client.authenticator().word() + ")";
    }
}
