package io.github.consentgrants.testing;

import java.util.List;
import java.util.Map;

/** The client policies of a realm that say how often its users are asked. */
public final class AskPolicies {
    private static final String NAME = "consent-grants";

    private AskPolicies() {}

    /** Lets approvals last for the session, for every client. */
    public static void session(TestRealm realm) {
        say(realm, Map.of("mode", "session"));
    }

    /** Says something for every client. */
    public static void say(TestRealm realm, Map<String, ?> configuration) {
        say(realm, configuration, Map.of("condition", "any-client", "configuration", Map.of()));
    }

    /** Says something for the clients that meet a condition. */
    public static void say(TestRealm realm, Map<String, ?> configuration, Map<String, ?> condition) {
        put(
                realm,
                List.of(Map.of("executor", "consent-grant-ask", "configuration", configuration)),
                List.of(condition));
    }

    /** Stores one profile of executors, for clients that meet conditions. */
    public static void put(TestRealm realm, List<?> executors, List<?> conditions) {
        String path = "/realms/" + realm.name() + "/client-policies/";
        realm.server()
                .admin()
                .put(path + "profiles", Map.of("profiles", List.of(Map.of("name", NAME, "executors", executors))));
        Map<String, ?> policy =
                Map.of("name", NAME, "enabled", true, "conditions", conditions, "profiles", List.of(NAME));
        realm.server().admin().put(path + "policies", Map.of("policies", List.of(policy)));
    }
}
