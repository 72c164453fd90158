package io.github.consentgrants.pictures;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.consentgrants.testing.Admin;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.TestRealm;
import java.util.List;
import java.util.Map;

/** A realm with something to show: a bank's names, every language, thirty scopes. */
final class PictureRealm {
    static final List<String> LOCALES = List.of("en", "de", "fr", "es", "it", "nl", "pt-BR", "pl", "ja", "zh-CN", "ar");

    private final KeycloakServer server;
    private final TestRealm realm;

    PictureRealm(KeycloakServer server, TestRealm realm) {
        this.server = server;
        this.realm = realm;
        server.admin()
                .put(
                        path(""),
                        Map.of(
                                "displayName",
                                "Example Bank",
                                "displayNameHtml",
                                "Example Bank",
                                "internationalizationEnabled",
                                true,
                                "supportedLocales",
                                LOCALES,
                                "defaultLocale",
                                "en"));
        realm.configureGate(true, Map.of("claim-values", "true"));
    }

    TestRealm realm() {
        return realm;
    }

    void theme(String theme) {
        server.admin().put(path(""), Map.of("loginTheme", theme));
    }

    void client(String name, Map<String, String> attributes, String redirectUri) {
        realm.updateClient(
                "app",
                Map.of("name", name, "baseUrl", "https://energy.example/", "redirectUris", List.of(redirectUri)));
        ObjectNode client =
                (ObjectNode) server.admin().get(path("/clients?clientId=app")).get(0);
        attributes.forEach(((ObjectNode) client.path("attributes"))::put);
        server.admin().put(path("/clients/" + client.path("id").asText()), client);
    }

    void registerItself() {
        server.admin().post(path("/clients/" + clientId() + "/registration-access-token"), Map.of());
    }

    /** Adds client scopes with long and hostile texts, and makes them the client's default ones. */
    void addScopes(int number) {
        Admin admin = server.admin();
        for (int i = 0; i < number; i++) {
            String name = "scope-" + i;
            String text = i % 3 == 0
                    ? "See and change the delivery address of contract number " + i
                    : i % 3 == 1
                            ? "Übersichtsanzeigeberechtigungsverwaltungsdienst" + i
                            : "<b>Read</b> \u202Egnihtyreve " + i;
            admin.post(
                    path("/client-scopes"),
                    Map.of(
                            "name",
                            name,
                            "protocol",
                            "openid-connect",
                            "attributes",
                            Map.of("consent.screen.text", text, "gui.order", Integer.toString(i))));
        }
        for (var scope : admin.get(path("/client-scopes"))) {
            if (scope.path("name").asText().startsWith("scope-")) {
                admin.put(
                        path("/clients/" + clientId() + "/default-client-scopes/"
                                + scope.path("id").asText()),
                        Map.of());
            }
        }
    }

    private String clientId() {
        return server.admin()
                .get(path("/clients?clientId=app"))
                .get(0)
                .path("id")
                .asText();
    }

    private String path(String rest) {
        return "/realms/" + realm.name() + rest;
    }
}
