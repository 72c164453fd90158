package io.github.consentgrants.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.BrowserKey;
import io.github.consentgrants.grant.Digests;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The live authentication session behind a page, changed inside the server as nothing outside could change it. */
public final class Tab {
    private final TestRealm realm;
    private final UserAgent agent;
    private final URI probe;
    private final Map<String, String> address;

    private Tab(TestRealm realm, UserAgent agent, URI probe, Map<String, String> address) {
        this.realm = realm;
        this.agent = agent;
        this.probe = probe;
        this.address = address;
    }

    /** Finds the tab that shows the consent page {@code page} in the browser {@code agent}. */
    public static Tab of(TestRealm realm, UserAgent agent, Page page) {
        Map<String, String> query = query(URI.create(page.form(Browser.FORM).attr("action")));
        URI probe = realm.server().baseUrl().resolve("/realms/" + realm.name() + "/consent-grants-probe-tab/");
        return new Tab(realm, agent, probe, Map.of("client_id", query.get("client_id"), "tab_id", query.get("tab_id")));
    }

    public void clientNote(String name, String value) {
        change("client-note", name, value);
    }

    /** Sets a note; an empty value removes it. */
    public void authNote(String name, String value) {
        change("auth-note", name, value);
    }

    public String clientNote(String name) {
        return call("note", Map.of("kind", "client-note", "name", name));
    }

    public String authNote(String name) {
        return call("note", Map.of("kind", "auth-note", "name", name));
    }

    /** Names the fields that the binding of the tab's page has a value for. */
    public List<String> filled() {
        return List.of(call("filled", Map.of()).split(" "));
    }

    public void redirectUri(String value) {
        change("redirect-uri", "", value);
    }

    public void user(String username) {
        change("user", "", username);
    }

    /**
     * Approves the page without a code: as a click does in a flow that another step follows, on a node of version 0.1.0,
     * or if the code's request gives the grant back. Returns the redirect into the flow, where the code is still to be
     * issued.
     */
    public Page approve() {
        Page answer = send("approve", Map.of());
        if (!answer.isRedirect()) {
            throw new IllegalStateException("approve answered " + answer.status());
        }
        return answer;
    }

    /** Ends the tab, as the answer with the code does. */
    public void end() {
        change("end", "", "");
    }

    /** Returns the code of the tab's page, with which Keycloak takes one post of it. */
    public String code() {
        return authNote("active_code");
    }

    /** Puts the tab back to where it was, with this code, before a click on the page that the authenticator asked for. */
    public void backToPage(String code) {
        authNote("active_code", code);
        authNote("consent-grant.clicked", "");
        authNote("consent-grant.return-to-flow", "true");
        change("required-action", "", "consent-grant");
    }

    /** Leads the tab on to where it is after a click on the page that the authenticator asked for. */
    public void clicked(Page page) {
        authNote("consent-grant.clicked", page.instance());
        change("authenticate", "", "");
        // Last, as the page does: who waits for the tab looks at this note.
        authNote("consent-grant.return-to-flow", "");
    }

    /** Returns the tab's own name. */
    public String id() {
        return address.get("tab_id");
    }

    /** Returns the secret that the tab has left in the browser. */
    public String secret() {
        String left = authNote("consent-grant.browser");
        String root = facts().get(BindingField.ROOT_SESSION).get(0);
        return agent.keys()
                .map(key -> BrowserKey.parse(key).orElseThrow().secretOf(realm.id(), root, id()))
                .filter(secret -> Digests.sha256Hex(secret).equals(left))
                .findFirst()
                .orElseThrow();
    }

    /** Returns what a binding holds of the tab beside the request's parameters, if the page is in English. */
    public Map<BindingField, List<String>> facts() {
        try {
            return Admin.JSON.readValue(call("facts", Map.of("locale", "en")), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void change(String kind, String name, String value) {
        call("change", Map.of("kind", kind, "name", name, "value", value));
    }

    private String call(String operation, Map<String, String> arguments) {
        Page answer = send(operation, arguments);
        if (answer.status() != 200) {
            throw new IllegalStateException(operation + " answered " + answer.status());
        }
        return answer.response().body();
    }

    private Page send(String operation, Map<String, String> arguments) {
        Map<String, String> fields = new LinkedHashMap<>(address);
        fields.putAll(arguments);
        return agent.send("POST", probe.resolve(operation), UserAgent.encode(fields));
    }

    /** Reads the parameters of an address. */
    public static Map<String, String> query(URI address) {
        Map<String, String> query = new LinkedHashMap<>();
        URLUtils.parseParameters(address.getRawQuery()).forEach((name, values) -> query.put(name, values.get(0)));
        return query;
    }
}
