package io.github.consentgrants.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** The realm's required action, as administrators and their tools treat it: nothing of it is checked or completed here. */
public final class RequiredAction {
    public static final String ID = "consent-grant";

    private final Admin admin;
    private final String base;

    RequiredAction(TestRealm realm) {
        admin = realm.server().admin();
        base = "/realms/" + realm.name() + "/authentication/";
    }

    /** Replaces the model with an alias by one with these fields and no others, as Keycloak's PUT does. */
    public void put(String alias, Map<String, ?> fields) {
        Map<String, Object> whole = new HashMap<>(Map.of("providerId", ID, "name", "Consent grant", "priority", 1000));
        whole.put("enabled", true);
        whole.put("alias", alias);
        whole.putAll(fields);
        admin.put(model(alias), whole);
    }

    /** Changes fields of the model and leaves the others. */
    public void change(String alias, Map<String, ?> fields) {
        ObjectNode model = (ObjectNode) admin.get(model(alias));
        model.setAll((ObjectNode) Admin.JSON.valueToTree(fields));
        admin.put(model(alias), model);
    }

    public void register() {
        admin.post(base + "register-required-action", Map.of("providerId", ID, "name", "Consent grant"));
    }

    public void putConfig(String alias, Map<String, String> config) {
        admin.put(model(alias) + "/config", Map.of("config", config));
    }

    public void deleteConfig(String alias) {
        admin.delete(model(alias) + "/config");
    }

    public void delete(String alias) {
        admin.delete(model(alias));
    }

    /** Says whether the model is one that new users get. */
    public boolean isDefault(String alias) {
        return admin.get(model(alias)).path("defaultAction").asBoolean();
    }

    private String model(String alias) {
        return base + "required-actions/" + alias;
    }
}
