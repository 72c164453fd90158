package io.github.consentgrants.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.KeycloakServer.Options;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.TestRealm.Option;
import io.github.consentgrants.testing.UserAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("trials")
@DisplayName("Given --features=cimd, and a client whose id is the address of its metadata")
final class CimdIT {
    private static KeycloakServer server;
    private static HttpServer metadata;
    private static String clientId;
    private static volatile String name = "Shop";

    @BeforeAll
    static void start() throws IOException {
        metadata = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        clientId = "http://localhost:" + metadata.getAddress().getPort() + "/client.json";
        metadata.createContext("/client.json", exchange -> {
            byte[] document = Admin.JSON.writeValueAsBytes(Map.of(
                    "client_id",
                    clientId,
                    "client_name",
                    name,
                    "redirect_uris",
                    List.of(redirectUri().toString()),
                    "token_endpoint_auth_method",
                    "none"));
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        metadata.start();
        String executor = "--spi-client-policy-executor--client-id-metadata-document--";
        server = KeycloakServer.trial(
                "cimd", new Options(List.of("--features=cimd"), List.of(executor + "min-cache-time=0"), ""));
    }

    @AfterAll
    static void stop() {
        server.close();
        metadata.stop(0);
    }

    private static URI redirectUri() {
        return URI.create(clientId).resolve("/callback");
    }

    /** Clients of this machine may register by their metadata, over http. */
    private static TestRealm realm() {
        TestRealm realm = TestRealm.create(server, Option.ALL_CLIENTS);
        Map<String, Object> executor = Map.of(
                "executor",
                "client-id-metadata-document",
                "configuration",
                Map.of("cimd-allow-http-scheme", true, "cimd-allow-permitted-domains", List.of("localhost")));
        Map<String, Object> condition = Map.of(
                "condition",
                "client-id-uri",
                "configuration",
                Map.of(
                        "client-id-uri-scheme",
                        List.of("http"),
                        "client-id-uri-allow-permitted-domains",
                        List.of("localhost")));
        String path = "/realms/" + realm.name() + "/client-policies";
        server.admin()
                .put(
                        path + "/profiles",
                        Map.of("profiles", List.of(Map.of("name", "cimd", "executors", List.of(executor)))));
        server.admin()
                .put(
                        path + "/policies",
                        Map.of(
                                "policies",
                                List.of(Map.of(
                                        "name",
                                        "cimd",
                                        "enabled",
                                        true,
                                        "conditions",
                                        List.of(condition),
                                        "profiles",
                                        List.of("cimd")))));
        return realm;
    }

    @Test
    @DisplayName("when it asks, then the page names the host of the id and warns, and its click is one code")
    void host() {
        name = "Shop";
        try (TestRealm realm = realm()) {
            RelyingParty app = realm.client(clientId, null);
            UserAgent agent = new UserAgent();
            Page page = Browser.signIn(agent, request(app), "alice");
            assertThat(page.isConsent()).as(page.text()).isTrue();
            assertThat(page.document().select("#kc-consent-client-host").text())
                    .isEqualTo(URI.create(clientId).getAuthority());
            assertThat(page.document().getElementById("kc-consent-self-registered"))
                    .isNotNull();
            Page end = Browser.authorize(agent, page);
            assertThat(app.redeem(redirectUri(), end.location()).indicatesSuccess())
                    .isTrue();
        }
    }

    @Test
    @DisplayName(
            "when its metadata change between page and click, then there is no code, and the page says that the application has changed")
    void changed() throws Exception {
        name = "Shop";
        try (TestRealm realm = realm()) {
            RelyingParty app = realm.client(clientId, null);
            UserAgent agent = new UserAgent();
            Page page = Browser.signIn(agent, request(app), "alice");
            assertThat(page.document().select("#kc-consent-client").text()).contains("Shop");
            name = "Bank";
            TimeUnit.MILLISECONDS.sleep(2100);
            // Whoever sends a request has the metadata read again.
            new UserAgent().open(request(realm.client(clientId, null)));

            Page again = Browser.authorize(agent, page);
            assertThat(again.isConsent()).as(again.text()).isTrue();
            assertThat(again.document().select("#kc-consent-client").text()).contains("Bank");
            assertThat(again.text()).contains("The application");
            Page end = Browser.authorize(agent, again);
            assertThat(Browser.hasCode(end)).isTrue();
        }
    }

    private static URI request(RelyingParty app) {
        return app.request(redirectUri(), Map.of("scope", "openid"));
    }
}
