package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Approvals;
import io.github.consentgrants.testing.Approvals.Approved;
import io.github.consentgrants.testing.Database;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.SetupCalls;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Given a realm that is set up, and the client scope that tells which approval a token comes from")
final class SetupScopeIT {
    private final KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);

    @AutoClose
    private final TestRealm realm = TestRealm.create(server, Option.WITHOUT_CONSENT_GRANTS);

    private final SetupCalls setup = new SetupCalls(realm);

    @BeforeEach
    void requireConsent() {
        realm.updateClient("app", Map.of("consentRequired", true));
        realm.update(Map.of("adminEventsEnabled", true, "adminEventsDetailsEnabled", true));
    }

    private List<String> scopes(String path) {
        JsonNode scopes = server.admin().get("/realms/" + realm.name() + path);
        return StreamSupport.stream(scopes.spliterator(), false)
                .map(scope -> scope.path("name").asText())
                .toList();
    }

    private List<String> ofClient(String client) {
        return scopes("/clients/" + realm.clientUuid(client) + "/default-client-scopes");
    }

    @Test
    @DisplayName(
            "when it is set up, then the scope is a default of the realm and of gated clients, and tokens have the claim")
    void made() {
        JsonNode dry = setup.post(Map.of("dryRun", true));
        assertThat(SetupCalls.scopeChanges(dry)).hasSize(1);
        assertThat(scopes("/client-scopes")).doesNotContain("consent-grant");
        assertThat(SetupCalls.scopeChanges(setup.post(Map.of()))).isEqualTo(SetupCalls.scopeChanges(dry));
        assertThat(scopes("/default-default-client-scopes")).contains("consent-grant");
        assertThat(ofClient("app")).contains("consent-grant");
        assertThat(ofClient("plain")).doesNotContain("consent-grant");
        assertThat(setup.adminEvents()).anySatisfy(event -> {
            assertThat(event.path("resourceType").asText()).isEqualTo("CLIENT_SCOPE");
            assertThat(event.path("operationType").asText()).isEqualTo("CREATE");
        });
        Approvals approvals = new Approvals(realm);
        Approved approved = approvals.approve(Map.of());
        assertThat(Approvals.claims(approvals.redeem(approved).text("access_token"))
                        .path("consent_id")
                        .asText())
                .isEqualTo(approved.id());
    }

    @Test
    @DisplayName("when it is set up again, then a client that an administrator has freed of the scope stays so")
    void again() {
        setup.post(Map.of());
        realm.removeScope("app", "consent-grant");
        assertThat(SetupCalls.scopeChanges(setup.post(Map.of()))).isEmpty();
        assertThat(ofClient("app")).doesNotContain("consent-grant");
    }

    @Test
    @DisplayName("when it is undone, then the scope is gone, unless an administrator has added to it, or made it")
    void undone() {
        setup.post(Map.of());
        String mappers = "/realms/" + realm.name() + "/client-scopes/" + realm.scopeId("consent-grant")
                + "/protocol-mappers/models";
        Map<String, Object> other = Map.of(
                "name",
                "other",
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-audience-mapper",
                "config",
                Map.of());
        server.admin().post(mappers, other);
        assertThat(SetupCalls.scopeChanges(setup.delete())).isEmpty();
        JsonNode added = server.admin().get(mappers);
        String id = StreamSupport.stream(added.spliterator(), false)
                .filter(mapper -> mapper.path("name").asText().equals("other"))
                .map(mapper -> mapper.path("id").asText())
                .findFirst()
                .orElseThrow();
        server.admin().delete(mappers + "/" + id);
        assertThat(SetupCalls.scopeChanges(setup.delete())).hasSize(1);
        assertThat(scopes("/client-scopes")).doesNotContain("consent-grant");
        assertThat(ofClient("app")).doesNotContain("consent-grant");
    }
}
