package io.github.consentgrants.approvals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.consentgrants.display.RedirectDisplay;
import io.github.consentgrants.display.SafeText;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Grant;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A record, read for a page. A member that is not as the format says, such as one that was too long to be kept, is as good as absent. Texts
 * are cleaned once more: what a database gives back is not taken for what was put in.
 */
final class ShownRecord {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LABEL = "label";
    private static final String CUT = "cut";

    private final JsonNode content;
    private final JsonNode personal;

    private ShownRecord(JsonNode content) {
        this.content = content;
        this.personal = content.path(ConsentRecord.PERSONAL);
    }

    /** Reads a record; returns null if there is none, or none that can be read. */
    static @Nullable ShownRecord of(@Nullable ConsentRecord record) {
        try {
            return record == null ? null : new ShownRecord(JSON.readTree(record.toJson()));
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    @Nullable String clientName() {
        return text(content.path("client").path("name"));
    }

    @Nullable String clientId() {
        return text(content.path("client").path("id"));
    }

    /** The user session that the sign-in belonged to; never shown. */
    @Nullable String session() {
        return personal.path("session").textValue();
    }

    /** The same of a grant: the row names it also if there is no record, but not for a denial. */
    static @Nullable String session(Grant grant, @Nullable ShownRecord record) {
        @Nullable String ofRow = grant.sessionId();
        return ofRow == null && record != null ? record.session() : ofRow;
    }

    boolean isOffline() {
        return personal.path("offline").asBoolean();
    }

    /** When the user had signed in. */
    Optional<Instant> signedIn() {
        return Optional.ofNullable(personal.path("authentication").path("at").textValue())
                .flatMap(ShownRecord::instant);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Returns what was asked for, what is special about the request first. */
    List<String> summary() {
        List<String> texts = new ArrayList<>(each(personal.path("details"), details -> text(details.path("title"))));
        texts.addAll(each(personal.path("scopes"), scope -> text(scope.path("text"))));
        texts.addAll(each(personal.path("claims"), ShownRecord::text));
        return texts;
    }

    /** Returns what was shown, for the template. */
    Map<String, @Nullable Object> details() {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("lang", language());
        JsonNode redirect = content.path("redirect");
        model.put(isOtherDevice(redirect) ? "device" : "redirect", text(redirect.path("host")));
        model.put(
                "selfRegistered", content.path("client").path("selfRegistered").asBoolean());
        model.put("access", text(content.path("lifetime").path("access")));
        model.put("scopes", each(personal.path("scopes"), ShownRecord::scope));
        model.put("leftOut", each(personal.path("leftOut"), ShownRecord::text));
        model.put("more", claims(personal.path("furtherClaims")));
        model.put("claims", each(personal.path("claims"), ShownRecord::text));
        model.put("details", each(personal.path("details"), ShownRecord::rich));
        model.put("resources", each(personal.path("resources"), ShownRecord::text));
        model.put("offline", isOffline());
        model.put("address", text(personal.path("address")));
        model.put("userAgent", text(personal.path("userAgent")));
        model.put(CUT, content.has(CUT) || personal.has(CUT));
        return model;
    }

    /** Says whether the approval was given for another device, whose code stands in the place of the host. */
    private static boolean isOtherDevice(JsonNode redirect) {
        return RedirectDisplay.Kind.OTHER_DEVICE
                .name()
                .equals(redirect.path("kind").textValue());
    }

    /** The language of the texts, which need not be the one of this page. */
    private @Nullable String language() {
        return Optional.ofNullable(content.path("wording").path("locale").textValue())
                .filter(tag -> tag.matches("[A-Za-z0-9-]{1,35}"))
                .orElse(null);
    }

    private static @Nullable Map<String, Object> scope(JsonNode scope) {
        @Nullable String text = text(scope.path("text"));
        return text == null ? null : Map.of("text", text, "claims", claims(scope.path("claims")));
    }

    private static List<Map<String, String>> claims(JsonNode claims) {
        return each(claims, ShownRecord::labelled);
    }

    private static @Nullable Map<String, Object> rich(JsonNode details) {
        @Nullable String title = text(details.path("title"));
        return title == null ? null : Map.of("title", title, "rows", each(details.path("rows"), ShownRecord::labelled));
    }

    private static @Nullable Map<String, String> labelled(JsonNode row) {
        @Nullable String label = text(row.path(LABEL));
        @Nullable String value = text(row.path("value"));
        if (label == null) {
            return null;
        }
        return value == null ? Map.of(LABEL, label) : Map.of(LABEL, label, "value", value);
    }

    private static <T> List<T> each(JsonNode array, Function<JsonNode, @Nullable T> made) {
        List<T> list = new ArrayList<>();
        if (array.isArray()) {
            array.forEach(node -> {
                @Nullable T one = made.apply(node);
                if (one != null) {
                    list.add(one);
                }
            });
        }
        return list;
    }

    private static @Nullable String text(JsonNode node) {
        @Nullable String text = node.textValue();
        return text == null || text.isEmpty() ? null : SafeText.shown(text);
    }
}
