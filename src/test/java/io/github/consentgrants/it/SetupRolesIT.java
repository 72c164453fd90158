package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.testing.Bearer;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.SetupCalls;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given the call that sets a realm up, and administrators with one role each")
final class SetupRolesIT {
    private static final Map<String, ?> DRY = Map.of("dryRun", true);

    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @Test
    @DisplayName("when one calls, then a dry run needs view-realm, a set-up manage-realm, both of this very realm")
    void roles() {
        try (TestRealm realm = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS);
                TestRealm other = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS)) {
            SetupCalls setup = new SetupCalls(realm);
            String path = "/admin/realms/" + realm.name() + "/consent-grants/setup";
            assertStatuses(Bearer.none(realm), path, 401, 401);
            assertStatuses(Bearer.of(realm, "alice"), path, 403, 403);
            realm.addClientRole("alice", "realm-management", "manage-users");
            assertStatuses(Bearer.of(realm, "alice"), path, 403, 403);
            other.addClientRole("alice", "realm-management", "realm-admin");
            assertStatuses(Bearer.of(other, "alice"), path, 403, 403);
            realm.addClientRole("alice", "realm-management", "view-realm");
            assertStatuses(Bearer.of(realm, "alice"), path, 200, 403);
            assertThat(setup.ourActions()).isEmpty();
            assertThat(setup.boundFlow()).isEqualTo("browser");
            realm.addClientRole("alice", "realm-management", "manage-realm");
            assertStatuses(Bearer.of(realm, "alice"), path, 200, 200);
            assertThat(setup.ourActions()).hasSize(1);
        }
    }

    /** Somebody without the role learns nothing about the body either. */
    private static void assertStatuses(Bearer bearer, String path, int dry, int real) {
        assertThat(bearer.send("POST", path, DRY).statusCode()).isEqualTo(dry);
        assertThat(bearer.send("DELETE", path + "?dryRun=true", null).statusCode())
                .isEqualTo(dry);
        assertThat(bearer.send("POST", path, Map.of("x", 1)).statusCode()).isEqualTo(dry == 200 ? 400 : dry);
        assertThat(bearer.send("POST", path, Map.of()).statusCode()).isEqualTo(real);
        assertThat(bearer.send("DELETE", path, null).statusCode()).isEqualTo(real);
    }
}
