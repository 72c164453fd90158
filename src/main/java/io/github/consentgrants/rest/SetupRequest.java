package io.github.consentgrants.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.consentgrants.gate.Setting;
import io.github.consentgrants.gate.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.Constants;

/**
 * The body of a set-up. What is unknown or malformed is an error: a misspelt {@code dryRun} would change the realm.
 *
 * @param settings of the required action; values that are not given are not changed
 * @param dryRun whether to change nothing
 */
record SetupRequest(Map<String, String> settings, boolean dryRun) {
    private static final String SETTINGS = "settings";
    private static final String DRY_RUN = "dryRun";
    private static final Set<String> NAMES = Set.of(SETTINGS, DRY_RUN);
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    SetupRequest {
        settings = Map.copyOf(settings);
    }

    /**
     * Reads it.
     *
     * @param body JSON; an empty one asks for what is missing, without settings
     * @throws IllegalArgumentException with a message for the caller if it is wrong
     */
    static SetupRequest of(String body) {
        JsonNode request = object(body.isBlank() ? "{}" : body);
        request.fieldNames().forEachRemaining(name -> {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("Unknown field. There are: dryRun, settings");
            }
        });
        JsonNode dryRun = request.path(DRY_RUN);
        if (!dryRun.isMissingNode() && !dryRun.isBoolean()) {
            throw new IllegalArgumentException("The field dryRun needs true or false");
        }
        return new SetupRequest(settings(request.path(SETTINGS)), dryRun.asBoolean());
    }

    private static JsonNode object(String body) {
        try {
            JsonNode read = JSON.readTree(body);
            if (read.isObject()) {
                return read;
            }
        } catch (JsonProcessingException e) {
            // Said below. What the parser says would quote the body.
        }
        throw new IllegalArgumentException("The body is no JSON object");
    }

    private static Map<String, String> settings(JsonNode settings) {
        if (!settings.isMissingNode() && !settings.isObject()) {
            throw new IllegalArgumentException("The field settings needs a JSON object");
        }
        Map<String, String> values = new HashMap<>();
        settings.properties().forEach(setting -> {
            if (Settings.ALL.stream().map(Setting::name).noneMatch(setting.getKey()::equals)) {
                throw new IllegalArgumentException("Unknown setting. There are: "
                        + Settings.ALL.stream().map(Setting::name).collect(Collectors.joining(", ")));
            }
            values.put(setting.getKey(), text(setting.getKey(), setting.getValue()));
        });
        return values;
    }

    /** Keycloak keeps each setting as a text, and several values in one. */
    private static String text(String name, JsonNode value) {
        List<JsonNode> parts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(parts::add);
        } else {
            parts.add(value);
        }
        if (!parts.stream().allMatch(part -> part.isTextual() || part.isIntegralNumber() || part.isBoolean())) {
            throw new IllegalArgumentException(
                    "The setting " + name + " needs a text, a whole number, true or false, or" + " an array of texts");
        }
        return parts.stream().map(JsonNode::asText).collect(Collectors.joining(Constants.CFG_DELIMITER));
    }
}
