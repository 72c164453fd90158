package io.github.consentgrants.setup;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RequiredActionProviderModel;

/**
 * A model of the required action, as it is read.
 *
 * @param id Keycloak's internal id
 * @param alias its alias; empty if it has none
 * @param isEnabled whether Keycloak runs it
 * @param isDefault whether new users get it
 * @param isAliasItsOwn whether the alias leads to this model, and not to another one
 * @param settings its configuration
 */
record ActionState(
        String id,
        String alias,
        boolean isEnabled,
        boolean isDefault,
        boolean isAliasItsOwn,
        Map<String, String> settings) {
    ActionState {
        settings = Map.copyOf(settings);
    }

    static ActionState of(RequiredActionProviderModel model, @Nullable RequiredActionProviderModel foundByAlias) {
        Map<String, String> settings = new HashMap<>();
        if (model.getConfig() != null) {
            new TreeMap<>(model.getConfig()).forEach((name, value) -> {
                if (value != null) {
                    settings.put(name, value);
                }
            });
        }
        String alias = model.getAlias() == null ? "" : model.getAlias();
        return new ActionState(
                model.getId(),
                alias,
                model.isEnabled(),
                model.isDefaultAction(),
                !alias.isBlank() && foundByAlias != null && model.getId().equals(foundByAlias.getId()),
                settings);
    }
}
