package io.github.consentgrants.receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.grant.Grant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The document {@value #VERSION}. Its schema is docs/receipt-v1.schema.json. It is made from the record and the row alone, without the
 * time at which somebody asks: the same row has the same receipt.
 *
 * <p>It has no member that a token has ({@code iss}, {@code sub}, {@code aud}, {@code exp}, {@code typ}): the realm's key signs tokens
 * too, and nobody may take the one for the other (RFC 8725 3.12).
 */
public final class ReceiptDocument {
    /** Version of the document: a new one is due when a member changes its meaning or goes, not when one is added. */
    public static final String VERSION = "consent-grants/receipt/v1";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private ReceiptDocument() {}

    /** Returns the receipt of a decision: compact JSON in ASCII, in which the record stands letter for letter. */
    public static String of(Grant grant, ConsentRecord record) {
        try {
            JsonNode content = JSON.readTree(record.content());
            Map<String, Object> receipt = new LinkedHashMap<>();
            receipt.put("schema_version", VERSION);
            receipt.put("record_id", grant.id());
            receipt.put("pii_principal_id", grant.userId());
            receipt.put("pii_processing", processing(content));
            receipt.put("party_identification", List.of(controller(grant, content), recipient(grant, content)));
            receipt.put("events", ReceiptEvents.of(grant));
            receipt.put("erased", record.personal() == null);
            receipt.put("digests", digests(record, content));
            receipt.put("record", new RawValue(record.toJson()));
            return JSON.writeValueAsString(receipt);
        } catch (JsonProcessingException e) {
            // Without the cause: its message quotes what is personal.
            throw new IllegalStateException("The record of grant " + grant.id() + " cannot be read");
        }
    }

    /** A purpose is a client scope: the user was asked about no smaller unit. */
    private static Map<String, Object> processing(JsonNode content) {
        List<Map<String, String>> purposes = new ArrayList<>();
        JsonNode scopes = content.path("scopeNames");
        if (scopes.isArray()) {
            scopes.forEach(name -> purposes.add(Map.of("purpose", name.asText())));
        }
        Map<String, Object> processing = new LinkedHashMap<>();
        put(processing, "language", content.path("wording").path("locale"));
        processing.put("purposes", purposes);
        return processing;
    }

    private static Map<String, Object> controller(Grant grant, JsonNode content) {
        Map<String, Object> party = party(grant.realmId(), "pii_controller");
        put(party, "party_name", content.path("realm").path("name"));
        put(party, "party_url", content.path("realm").path("issuer"));
        return party;
    }

    private static Map<String, Object> recipient(Grant grant, JsonNode content) {
        Map<String, Object> party = party(grant.clientUuid(), "recipient");
        put(party, "client_id", content.path("client").path("id"));
        put(party, "party_name", content.path("client").path("name"));
        return party;
    }

    private static Map<String, Object> party(String id, String role) {
        Map<String, Object> party = new LinkedHashMap<>();
        party.put("party_id", id);
        party.put("party_role", role);
        return party;
    }

    /** Those of a record do not change when its personal part is erased, so a copy from before can be compared. */
    private static Map<String, Object> digests(ConsentRecord record, JsonNode content) {
        Map<String, Object> digests = new LinkedHashMap<>();
        digests.put("content", Digests.sha256Hex(record.content()));
        put(digests, "personal", content.path("personalDigest"));
        return digests;
    }

    /** What is absent, or was cut from the record, is absent here. */
    private static void put(Map<String, Object> members, String name, JsonNode value) {
        if (value.isTextual()) {
            members.put(name, value.textValue());
        }
    }
}
