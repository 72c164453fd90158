package io.github.consentgrants.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.grant.Grant.Revocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Receipts leave the server and are compared for years: golden files freeze their text, the schema describes it. */
class ReceiptDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USER = "0b1c";
    private static final Instant CONSUMED = Instant.parse("2026-11-28T15:07:28Z");
    private static final Instant REDEEMED = Instant.parse("2026-11-28T15:07:29.001Z");
    private static final Instant LATER = Instant.parse("2026-11-29T08:00:00Z");

    private static Grant grant(
            Decision decision,
            String user,
            @Nullable Instant consumed,
            @Nullable Instant redeemed,
            @Nullable Revocation revocation) {
        return new Grant(
                "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f",
                "5f2c",
                "77aa",
                user,
                decision,
                Instant.parse("2026-11-28T15:07:27.200Z"),
                Instant.parse("2026-11-28T15:09:27.200Z"),
                consumed,
                redeemed,
                revocation,
                true,
                "session",
                null);
    }

    private static Grant granted() {
        return grant(Decision.GRANTED, USER, null, null, null);
    }

    private static String golden(String name) {
        try (InputStream golden = ReceiptDocumentTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            return new String(golden.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConsentRecord recorded() {
        String whole = golden("record-v1/granted");
        int at = whole.indexOf(",\"personal\":");
        return new ConsentRecord(
                whole.substring(0, at) + "}", whole.substring(at + ",\"personal\":".length(), whole.length() - 1));
    }

    static Stream<Arguments> receipts() {
        ConsentRecord record = recorded();
        return Stream.of(
                Arguments.of("granted", ReceiptDocument.of(granted(), record)),
                Arguments.of(
                        "redeemed",
                        ReceiptDocument.of(grant(Decision.GRANTED, USER, CONSUMED, REDEEMED, null), record)),
                Arguments.of(
                        "revoked",
                        ReceiptDocument.of(
                                grant(Decision.GRANTED, USER, CONSUMED, null, new Revocation(LATER, "administrator")),
                                record)),
                Arguments.of("denied", ReceiptDocument.of(grant(Decision.DENIED, USER, null, null, null), record)),
                Arguments.of(
                        "taken-back",
                        ReceiptDocument.of(
                                grant(Decision.DENIED, USER, null, null, new Revocation(LATER, "denied")), record)),
                Arguments.of(
                        "erased",
                        ReceiptDocument.of(
                                grant(Decision.GRANTED, "removed:00ff", CONSUMED, null, null),
                                new ConsentRecord(record.content(), null))));
    }

    @ParameterizedTest
    @MethodSource("receipts")
    void ofWhenMadeThenTheGoldenText(String name, String made) {
        assertThat(made).isEqualTo(golden("receipt-v1/" + name));
    }

    @ParameterizedTest
    @MethodSource("receipts")
    void ofWhenMadeThenValidByTheSchemas(String name, String made) throws IOException {
        JsonNode receipt = JSON.readTree(made);
        assertThat(schema("receipt").validate(receipt)).as(name).isEmpty();
        assertThat(schema("record").validate(receipt.path("record"))).as(name).isEmpty();
    }

    private static JsonSchema schema(String name) throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(JSON.readTree(Files.readString(Path.of("docs", name + "-v1.schema.json"))));
    }

    /** The schema is no empty promise: what it does not allow is found, above all what would make a token of a receipt. */
    @Test
    void schemaWhenSomethingIsWrongThenSaysSo() throws IOException {
        String receipt = golden("receipt-v1/granted");
        assertThat(schema("receipt").validate(JSON.readTree(receipt.replace("\"event_state\":\"granted\"", "\"x\":1"))))
                .isNotEmpty();
        assertThat(schema("receipt").validate(JSON.readTree(receipt.replace("\"erased\":false", "\"erased\":\"no\""))))
                .isNotEmpty();
        for (String member : new String[] {"iss", "sub", "aud", "exp", "typ"}) {
            String token = receipt.replaceFirst("\\{", "{\"" + member + "\":\"x\",");
            assertThat(schema("receipt").validate(JSON.readTree(token)))
                    .as(member)
                    .isNotEmpty();
        }
    }

    @Test
    void ofWhenMadeThenTheRecordStandsInItLetterForLetterAndTheDigestsAreTrue() throws IOException {
        ConsentRecord record = recorded();
        String made = ReceiptDocument.of(granted(), record);
        assertThat(made).endsWith(",\"record\":" + record.toJson() + "}");
        JsonNode digests = JSON.readTree(made).path("digests");
        assertThat(digests.path("content").asText()).isEqualTo(Digests.sha256Hex(record.content()));
        assertThat(digests.path("personal").asText()).isEqualTo(Digests.sha256Hex(record.personal()));
    }

    /** Whoever keeps a receipt from before can show that it was of the same record. */
    @Test
    void ofWhenErasedThenTheSameDigestsAndNothingOfTheUser() throws IOException {
        JsonNode before = JSON.readTree(golden("receipt-v1/granted"));
        String after = golden("receipt-v1/erased");
        assertThat(JSON.readTree(after).path("digests")).isEqualTo(before.path("digests"));
        assertThat(after).doesNotContain(USER, "s.example/cb", "1 EUR", "\"personal\":{");
    }

    /** A record of which much was cut has a receipt all the same, and one at its bound has a whole one. */
    @Test
    void ofWhenTheRecordIsCutOrLongThenValid() throws IOException {
        String cut = "{\"length\":70000,\"sha256\":\"" + Digests.sha256Hex("x") + "\"}";
        String content = "{\"version\":\"consent-grants/record/v1\",\"realm\":" + cut + ",\"client\":" + cut
                + ",\"scopeNames\":" + cut + ",\"wording\":" + cut + ",\"personalDigest\":\""
                + Digests.sha256Hex("y") + "\"}";
        String personal = "{\"salt\":\"" + "z".repeat(ConsentRecord.MAX_LENGTH - 11) + "\"}";
        JsonNode receipt = JSON.readTree(ReceiptDocument.of(granted(), new ConsentRecord(content, personal)));
        assertThat(schema("receipt").validate(receipt)).isEmpty();
        assertThat(receipt.at("/pii_processing/purposes")).isEmpty();
        assertThat(receipt.at("/party_identification/1").has("party_name")).isFalse();
        assertThat(receipt.at("/record/personal/salt").asText()).hasSizeGreaterThan(65_000);
    }

    /** The header of the JWS is no place for a surprise: the payload is one line of ASCII whatever the names are. */
    @Test
    void ofWhenNamesAreHostileThenAscii() throws IOException {
        String content = "{\"client\":{\"name\":\"<b>\\u0000\\u202E\\\"}]\"},\"personalDigest\":\""
                + Digests.sha256Hex("y") + "\"}";
        String receipt = ReceiptDocument.of(granted(), new ConsentRecord(content, null));
        assertThat(receipt).matches("[ -~]+");
        assertThat(JSON.readTree(receipt)
                        .at("/party_identification/1/party_name")
                        .asText())
                .isEqualTo("<b>\u0000\u202e\"}]");
    }

    /** A message of the parser quotes what it could not read, and messages reach logs. */
    @Test
    void ofWhenTheRecordIsBrokenThenNothingOfItIsSaid() {
        ConsentRecord broken = new ConsentRecord("{\"secret-of-alice}", null);
        assertThatThrownBy(() -> ReceiptDocument.of(granted(), broken))
                .isInstanceOf(IllegalStateException.class)
                .hasNoCause()
                .hasMessageNotContaining("alice");
    }
}
