package io.github.consentgrants.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Digests;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Writes a part of a record: compact JSON in ASCII that is never longer than {@link ConsentRecord#MAX_LENGTH}. */
final class RecordJson {
    /** Names the members that were cut. */
    static final String CUT = "cut";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private RecordJson() {}

    /**
     * Writes the members. If that is too long, the longest member is replaced by its length and its SHA-256, then the next one,
     * until the rest fits. A user who was shown much must not fail to sign in, and what was left out can still be proven by whoever
     * has it.
     */
    static String write(Map<String, Object> members) {
        String json = json(members);
        return json.length() <= ConsentRecord.MAX_LENGTH ? json : json(cut(members, json.length()));
    }

    /** @param length how long the members are as they stand */
    private static Map<String, Object> cut(Map<String, Object> members, int length) {
        Map<String, String> texts = new HashMap<>();
        members.forEach((name, value) -> texts.put(name, json(value)));
        List<String> longestFirst = texts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, String> member) ->
                                -member.getValue().length())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
        Map<String, Object> rest = new LinkedHashMap<>(members);
        TreeSet<String> cut = new TreeSet<>();
        int left = length + json(Map.of(CUT, List.of())).length();
        for (String name : longestFirst) {
            String text = texts.getOrDefault(name, "");
            Cut instead = new Cut(text.length(), Digests.sha256Hex(text));
            rest.put(name, instead);
            cut.add(name);
            left += json(instead).length() - text.length() + json(List.of(name)).length();
            if (left <= ConsentRecord.MAX_LENGTH) {
                break;
            }
        }
        rest.put(CUT, cut);
        return rest;
    }

    /**
     * What stands in the place of a member that was cut.
     *
     * @param length characters of its JSON
     * @param sha256 of its JSON
     */
    private record Cut(int length, String sha256) {}

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, lists and texts can be written", e);
        }
    }
}
