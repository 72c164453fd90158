package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Approvals;
import io.github.consentgrants.testing.Approvals.Approved;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.SetUp;
import io.github.consentgrants.testing.TestRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code mvn verify -Dit.test=EventExamplesIT -Devents.write} writes the page. */
@DisplayName("Given the page with an example of each event")
final class EventExamplesIT {
    private static final Path PAGE = Path.of("docs", "events.md");
    private static final Map<String, String> ONLINE = Map.of("scope", "openid email");
    /** Members and details whose values are the same at each run. The others stand for themselves. */
    private static final Set<String> STABLE = Set.of(
            "type",
            "clientId",
            "error",
            "consent",
            "consent_grant_count",
            "consent_grant_reason",
            "consent_grant_revoked_why",
            "auth_method",
            "client_auth_method",
            "grant_type",
            "reason",
            "refresh_token_type",
            "response_mode",
            "response_type",
            "revoked_client",
            "scope",
            "token_type",
            "token_issued_for",
            "username");

    private static final String INTRODUCTION = """
            # Events by example

            What a SIEM gets: Keycloak's events, as its event listeners and `GET /admin/realms/{realm}/events` give them. The table of
            [configuration](configuration.md#events) says when each happens, and what a reason means. `<...>` stands for a value of its
            own. `EventExamplesIT` makes each of these events and compares it with this page.
            """;

    @AutoClose
    private final TestRealm realm = SetUp.AUTHENTICATOR.createRealm();

    private final Approvals approvals = new Approvals(realm);
    private final Map<String, JsonNode> examples = new LinkedHashMap<>();

    @Test
    @DisplayName("when each event happens, then it is as the page shows it")
    void examples() throws IOException {
        realm.configure(Map.of("on-replay", "end-session"));
        realm.update(Map.of(
                "enabledEventTypes",
                List.of(
                        "GRANT_CONSENT",
                        "GRANT_CONSENT_ERROR",
                        "LOGIN",
                        "LOGIN_ERROR",
                        "CODE_TO_TOKEN",
                        "CODE_TO_TOKEN_ERROR",
                        "REFRESH_TOKEN",
                        "REFRESH_TOKEN_ERROR",
                        "INTROSPECT_TOKEN_ERROR",
                        "USER_INFO_REQUEST_ERROR",
                        "REVOKE_GRANT",
                        "LOGOUT")));
        Approved kept = approvals.approve(ONLINE);
        Answer own = approvals.redeem(kept);
        Approved approved = approvals.approve(ONLINE);
        keep("The user authorized", "GRANT_CONSENT");
        keep("The code was issued", "LOGIN");
        Answer tokens = approvals.redeem(approved);
        keep("The code was exchanged for tokens", "CODE_TO_TOKEN");
        approvals.refresh(tokens);
        keep("A refresh token was used", "REFRESH_TOKEN");
        approvals.deny(ONLINE);
        keep("The user denied", "GRANT_CONSENT_ERROR");
        keep("The sign-in ended with the denial", "LOGIN_ERROR");
        realm.client("app").token("password", Map.of("username", "alice", "password", "alice"));
        keep("A grant type without a click was refused", "LOGIN_ERROR");
        realm.client("app").post("revoke", Map.of("token", own.text("access_token")));
        keep("A client revoked a token itself", "REVOKE_GRANT");
        Approved waiting = approvals.approve(ONLINE);
        approvals.revoke(approved.id());
        approvals.revoke(waiting.id());
        keep("An approval was taken back", "REVOKE_GRANT");
        approvals.redeem(waiting);
        keep("The code of an approval that was taken back", "CODE_TO_TOKEN_ERROR");
        approvals.refresh(tokens);
        keep("A refresh token of an approval that was taken back", "REFRESH_TOKEN_ERROR");
        approvals.introspect(tokens.text("access_token"), "access_token");
        keep("An access token of an approval that was taken back, at introspection", "INTROSPECT_TOKEN_ERROR");
        approvals.userinfo(tokens);
        keep("An access token of an approval that was taken back, at userinfo", "USER_INFO_REQUEST_ERROR");
        Approved replayed = approvals.approve(ONLINE);
        approvals.redeem(replayed);
        realm.client("app")
                .token(
                        "authorization_code",
                        Map.of(
                                "code",
                                RelyingParty.code(replayed.end()),
                                "redirect_uri",
                                RelyingParty.REDIRECT_URI,
                                "code_verifier",
                                "somebody-elses-verifier-which-is-long-enough-to-be-one"));
        keep("Somebody else presented a redeemed code", "CODE_TO_TOKEN_ERROR");
        keep("The session of the first use ended", "LOGOUT");
        realm.server().admin().delete("/realms/" + realm.name() + "/users/" + realm.userId("alice") + "/consents/app");
        keep("Access of a client was revoked, and so all its approvals", "REVOKE_GRANT");
        if (System.getProperty("events.write") != null) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page());
    }

    private void keep(String title, String type) {
        examples.put(title, stable(realm.event(type)));
    }

    private static JsonNode stable(JsonNode event) {
        Map<String, Object> example = new LinkedHashMap<>();
        event.properties().stream()
                .filter(Predicate.not(member -> member.getKey().equals("details")))
                .forEach(member -> example.put(member.getKey(), value(member.getKey(), member.getValue())));
        Map<String, Object> details = new TreeMap<>();
        event.path("details")
                .properties()
                .forEach(detail -> details.put(detail.getKey(), value(detail.getKey(), detail.getValue())));
        ObjectNode node = Admin.JSON.valueToTree(example);
        node.set("details", Admin.JSON.valueToTree(details));
        return node;
    }

    private static Object value(String name, JsonNode value) {
        if (name.equals("time")) {
            return 1_795_878_447_123L;
        }
        return STABLE.contains(name) ? value.asText() : "<" + name + ">";
    }

    private String page() throws JsonProcessingException {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Map.Entry<String, JsonNode> example : examples.entrySet()) {
            page.append("\n## ")
                    .append(example.getKey())
                    .append("\n```json\n")
                    .append(Admin.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(example.getValue()))
                    .append("\n```\n");
        }
        return page.toString();
    }
}
