package io.github.consentgrants.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Two levels of authentication in a realm's sign-in: user name and password, and the password once more. */
final class StepUp {
    private StepUp() {}

    static void addTo(ObjectNode realm) {
        ArrayNode flows = (ArrayNode) realm.path("authenticationFlows");
        ObjectNode password = (ObjectNode) flows.get(2);
        ArrayNode levels = password.putArray("authenticationExecutions");
        ArrayNode configs = realm.putArray("authenticatorConfig");
        String[] forms = {"auth-username-password-form", "auth-password-form"};
        for (int i = 0; i < forms.length; i++) {
            String level = Integer.toString(i + 1);
            ObjectNode flow = flows.addObject()
                    .put("alias", "level " + level)
                    .put("providerId", "basic-flow")
                    .put("topLevel", false)
                    .put("builtIn", false);
            ArrayNode executions = flow.putArray("authenticationExecutions");
            add(executions, 10)
                    .put("authenticator", "conditional-level-of-authentication")
                    .put("authenticatorConfig", "level " + level);
            add(executions, 20).put("authenticator", forms[i]);
            add(levels, i)
                    .put("flowAlias", "level " + level)
                    .put("authenticatorFlow", true)
                    .put("requirement", "CONDITIONAL");
            configs.addObject()
                    .put("alias", "level " + level)
                    .set(
                            "config",
                            Admin.JSON.valueToTree(Map.of("loa-condition-level", level, "loa-max-age", "36000")));
        }
    }

    private static ObjectNode add(ArrayNode executions, int priority) {
        return executions
                .addObject()
                .put("requirement", "REQUIRED")
                .put("priority", priority)
                .put("authenticatorFlow", false)
                .put("userSetupAllowed", false);
    }
}
