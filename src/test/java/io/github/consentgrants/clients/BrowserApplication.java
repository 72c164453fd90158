package io.github.consentgrants.clients;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.github.consentgrants.testing.Buttons;
import io.github.consentgrants.testing.Chromium;
import io.github.consentgrants.testing.TestRealm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application that runs in a user's Chromium, the public client of a realm, and what the user sees of it. */
final class BrowserApplication implements AutoCloseable {
    static final String CLIENT = "public-app";

    private final TestRealm realm;
    private final SinglePageServer server;
    private final BrowserContext profile;
    private final Page page;
    private final List<String> visited = new CopyOnWriteArrayList<>();

    private BrowserApplication(TestRealm realm, SinglePageServer server) {
        this.realm = realm;
        this.server = server;
        profile = Chromium.shared().profile(new NewContextOptions());
        page = profile.newPage();
        page.onFrameNavigated(frame -> visited.add(frame.url()));
    }

    /**
     * Registers the application at the realm.
     *
     * @param name of its page in the resources
     * @param library the script that the page loads
     * @param config what the page gives to the library
     */
    static BrowserApplication start(TestRealm realm, String name, Path library, Map<String, Object> config)
            throws IOException {
        SinglePageServer server = new SinglePageServer(name, library, config);
        realm.updateClient(
                CLIENT, Map.of("redirectUris", List.of(server.uri("/*")), "webOrigins", List.of(server.uri(""))));
        realm.updateAttributes(CLIENT, Map.of("post.logout.redirect.uris", "+"));
        return new BrowserApplication(realm, server);
    }

    /** Opens a page of the application. */
    void open(String path) {
        page.navigate(server.uri(path));
    }

    /** Presses a button of the application. */
    void press(String button) {
        page.locator("#" + button).click();
    }

    void reload() {
        page.reload();
    }

    /** Signs alice in on Keycloak's page. */
    void signIn() {
        page.fill("#username", "alice");
        page.fill("#password", "alice");
        page.locator("#password").press("Enter");
    }

    /** Answers the consent page, which has to be there, with Authorize. */
    void authorize() {
        answer(Buttons.authorize(page));
    }

    /** Answers the consent page, which has to be there, with Deny. */
    void deny() {
        answer(Buttons.deny(page));
    }

    private void answer(Locator button) {
        Buttons.focus(button);
        page.keyboard().press("Enter");
    }

    /** Waits until the application says so. */
    void says(String element, String text) {
        assertThat(page.locator("#" + element)).hasText(text);
    }

    /** Waits until the application says that alice is signed in. */
    void knowsAlice() {
        says("state", "alice");
    }

    /** Returns the last error that Keycloak has sent to the application, in whichever frame. */
    Optional<String> lastError() {
        return visited.stream()
                .filter(address -> address.startsWith(server.uri("/")))
                .map(BrowserApplication::error)
                .flatMap(Optional::stream)
                .reduce((earlier, later) -> later);
    }

    private static Optional<String> error(String address) {
        URI uri = URI.create(address);
        return Optional.ofNullable(URLUtils.parseParameters(uri.getRawQuery() + "&" + uri.getRawFragment())
                        .get("error"))
                .map(values -> values.get(0));
    }

    /** Takes back the approvals that can be, as an administrator. */
    void takeApprovalsBack() {
        String path = "/realms/" + realm.name() + "/consent-grants";
        for (JsonNode grant :
                realm.server().admin().get(path + "?state=redeemed").path("grants")) {
            realm.server().admin().post(path + "/" + grant.path("id").asText() + "/revoke", Map.of());
        }
    }

    @Override
    public void close() {
        profile.close();
        server.close();
    }
}
