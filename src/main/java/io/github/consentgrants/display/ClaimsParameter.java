package io.github.consentgrants.display;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The claims that a request asks for one by one (OIDC Core 5.5). */
final class ClaimsParameter {
    private static final int MAX_CLAIMS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ClaimsParameter() {}

    /**
     * Returns them in words.
     *
     * @throws IllegalArgumentException if the parameter is not valid, or has more claims than can be shown
     */
    static List<String> labels(@Nullable String parameter, Texts texts) {
        if (parameter == null || parameter.isBlank()) {
            return List.of();
        }
        JsonNode claims = parse(parameter);
        List<String> labels = Stream.of("userinfo", "id_token")
                .flatMap(place -> claims.path(place).properties().stream())
                .map(Map.Entry::getKey)
                .filter(claim -> !ClaimLabels.isTechnical(claim))
                .map(claim -> ClaimLabels.label(claim, texts))
                .distinct()
                .toList();
        if (labels.size() > MAX_CLAIMS) {
            throw new IllegalArgumentException("The claims parameter is too long to be shown");
        }
        return labels;
    }

    private static JsonNode parse(String parameter) {
        try {
            return JSON.readTree(parameter);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The claims parameter is not valid JSON", e);
        }
    }
}
