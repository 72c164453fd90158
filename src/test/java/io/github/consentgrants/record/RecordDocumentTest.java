package io.github.consentgrants.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.record.DecisionFacts.Authentication;
import io.github.consentgrants.record.DecisionFacts.Browser;
import io.github.consentgrants.record.DecisionFacts.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The document's text is kept for years and its digests are proofs: golden files freeze it, the schema describes it. */
class RecordDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SALT = "AAECAwQFBgcICQoLDA0ODw";
    private static final Instant AT = Instant.parse("2026-11-28T15:07:27.123Z");
    private static final String DISPLAY = """
            {"wording": {"locale": "en", "version": "1a2b", "title": "Shop asks for your approval"},
             "client": {"name": "%s", "id": "shop", "selfRegistered": false, "logoUri": null,
                        "policyUri": "https://s.example/p", "termsUri": null},
             "account": {"username": "alice", "fullName": "Alice Doe"},
             "redirect": {"kind": "WEB", "host": "s.example"},
             "access": {"scopes": [{"text": "Read your email", "claims": [{"label": "Email", "value": "a@example.com"}]}],
                        "more": [{"label": "Department", "value": null}], "claims": ["Birthdate"],
                        "details": [{"title": "Payment", "rows": [{"label": "Amount", "value": "1 EUR"}]}],
                        "resources": ["https://api.example"], "offline": false, "mappers": "%s"},
             "lifetime": {"approval": "2 minutes", "access": null, "page": "5 minutes"}}
            """;
    private static final String MAPPERS = Digests.sha256Hex("mappers");
    private static final Browser BROWSER = new Browser("203.0.113.7", "Mozilla/5.0");

    private static Map<String, Object> display(String clientName) {
        try {
            return JSON.readValue(DISPLAY.formatted(clientName, MAPPERS), new TypeReference<>() {});
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Binding binding() {
        return Binding.builder()
                .set(BindingField.PAGE, "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f")
                .set(BindingField.REALM, "5f2c")
                .set(BindingField.ISSUER, "https://bank.example/realms/demo")
                .set(BindingField.CLIENT_UUID, "77aa")
                .set(BindingField.SUBJECT, "0b1c")
                .set(BindingField.REDIRECT_TARGET, "https://s.example/cb?a=1")
                .set(BindingField.CODE_CHALLENGE_METHOD, "S256")
                .set(BindingField.CODE_CHALLENGE, "challenge-of-the-client")
                .set(BindingField.STATE, "state-of-the-client")
                .set(BindingField.NONCE, "nonce-of-the-client")
                .set(BindingField.DISPLAY, Digests.sha256Hex("display"))
                .build();
    }

    private static DecisionFacts facts(
            Decision decision, Map<String, Object> display, Request request, Browser browser, boolean claimValues) {
        return facts(decision, display, DecisionFacts.LeftOut.NOTHING, request, browser, claimValues);
    }

    private static DecisionFacts facts(
            Decision decision,
            Map<String, Object> display,
            DecisionFacts.LeftOut leftOut,
            Request request,
            Browser browser,
            boolean claimValues) {
        return new DecisionFacts(
                decision,
                AT,
                "demo",
                binding(),
                display,
                List.of("email", "profile"),
                leftOut,
                "session",
                new Authentication("1", AT.minusSeconds(60), true, null),
                request,
                browser,
                claimValues,
                null);
    }

    private static ConsentRecord strict(String clientName, Request request) {
        return RecordDocument.of(facts(Decision.GRANTED, display(clientName), request, null, false), SALT);
    }

    static Stream<Arguments> records() {
        Request request = new Request(
                "{\"userinfo\":{\"birthdate\":null}}", "[{\"type\":\"payment_initiation\",\"x\":\"\u00e9\"}]");
        Request none = new Request(null, null);
        return Stream.of(
                Arguments.of("granted", strict("Shop", request)),
                Arguments.of(
                        "everything",
                        RecordDocument.of(facts(Decision.GRANTED, display("Shop"), request, BROWSER, true), SALT)),
                Arguments.of(
                        "denied", RecordDocument.of(facts(Decision.DENIED, display("Shop"), none, null, false), SALT)),
                Arguments.of(
                        "left-out",
                        RecordDocument.of(
                                facts(
                                        Decision.GRANTED,
                                        display("Shop"),
                                        new DecisionFacts.LeftOut(List.of("phone"), List.of("Phone \u00fcber")),
                                        none,
                                        null,
                                        false),
                                SALT)),
                Arguments.of("hostile", strict("<b>\\u0000\\u001b[2J\\u202e\\ud83d\\ude00'\\\"--", none)),
                Arguments.of("erased", new ConsentRecord(strict("Shop", request).content(), null)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void ofWhenMadeThenTheGoldenText(String name, ConsentRecord made) throws IOException {
        try (InputStream golden = getClass().getResourceAsStream("/golden/record-v1/" + name + ".json")) {
            assertThat(made.toJson()).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void ofWhenMadeThenValidByTheSchema(String name, ConsentRecord made) throws IOException {
        assertThat(schema().validate(JSON.readTree(made.toJson()))).as(name).isEmpty();
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(JSON.readTree(Files.readString(Path.of("docs", "record-v1.schema.json"))));
    }

    /** The schema is no empty promise: what it does not allow is found. */
    @Test
    void schemaWhenSomethingIsWrongThenSaysSo() throws IOException {
        String json = strict("Shop", new Request(null, null)).toJson();
        assertThat(schema().validate(JSON.readTree(json.replace("\"granted\"", "\"maybe\""))))
                .isNotEmpty();
        assertThat(schema().validate(JSON.readTree(json.replace("\"subject\"", "\"user\""))))
                .isNotEmpty();
    }

    @Test
    void ofWhenMadeThenNoSecretOfTheRequest() {
        String json = strict("Shop", new Request(null, null)).toJson();
        assertThat(json).doesNotContain("challenge-of", "state-of", "nonce-of");
    }

    @Test
    void ofWhenTheRealmDoesNotKeepValuesThenNoneIsThere() {
        String json = strict("Shop", new Request(null, null)).toJson();
        assertThat(json)
                .doesNotContain("a@example.com", "Alice", "203.0.113.7", "Mozilla")
                .contains("1 EUR");
    }

    @Test
    void personalWhenThereThenItsDigestIsThatOfItsTextInTheDocument() throws IOException {
        ConsentRecord made = strict("\u00dcber\u2603", new Request(null, null));
        String json = made.toJson();
        String text = json.substring(json.indexOf("\"personal\":") + "\"personal\":".length(), json.length() - 1);
        assertThat(JSON.readTree(json).path("personalDigest").asText()).isEqualTo(Digests.sha256Hex(text));
        assertThat(JSON.readTree(json).path("client").path("name").asText()).isEqualTo("\u00dcber\u2603");
    }

    /** Two records of the same decision: nobody can guess an erased part by trying. */
    @Test
    void ofWhenMadeTwiceThenTheDigestsOfThePersonalPartsDiffer() {
        DecisionFacts facts = facts(Decision.GRANTED, display("Shop"), new Request(null, null), null, false);
        assertThat(RecordDocument.of(facts).content())
                .isNotEqualTo(RecordDocument.of(facts).content());
    }

    @Test
    void ofWhenTooLongThenTheLongestMembersAreCutAndNamed() throws IOException {
        String details = "x".repeat(100_000);
        String claims = "y".repeat(70_000);
        ConsentRecord made = strict("Shop", new Request(claims, details));
        JsonNode personal = JSON.readTree(made.toJson()).path("personal");
        assertThat(made.personal()).hasSizeLessThanOrEqualTo(ConsentRecord.MAX_LENGTH);
        assertThat(personal.path("cut"))
                .extracting(JsonNode::asText)
                .containsExactly("authorizationDetails", "claimsParameter");
        assertThat(personal.path("authorizationDetails").path("length").asInt()).isEqualTo(100_002);
        assertThat(personal.path("authorizationDetails").path("sha256").asText())
                .isEqualTo(Digests.sha256Hex("\"" + details + "\""));
        assertThat(personal.path("details").get(0).path("title").asText()).isEqualTo("Payment");
        assertThat(schema().validate(JSON.readTree(made.toJson()))).isEmpty();
    }

    /** At the bound to the character: what fits is not cut. */
    @Test
    void ofWhenAtTheBoundThenWhole() {
        int rest = strict("Shop", new Request(null, "")).personal().length();
        ConsentRecord fits = strict("Shop", new Request(null, "x".repeat(ConsentRecord.MAX_LENGTH - rest)));
        assertThat(fits.personal()).hasSize(ConsentRecord.MAX_LENGTH).doesNotContain("\"cut\"");
        ConsentRecord cut = strict("Shop", new Request(null, "x".repeat(ConsentRecord.MAX_LENGTH - rest + 1)));
        assertThat(cut.personal())
                .hasSizeLessThan(ConsentRecord.MAX_LENGTH)
                .contains("\"cut\":[\"authorizationDetails\"]");
    }

    /** U+007F is a control character, and ASCII: it stays as it is. */
    @Test
    void ofWhenAControlCharacterIsAsciiThenKept() throws IOException {
        JsonNode made = JSON.readTree(
                strict("Shop", new Request(null, "\u007f\u0080\u0000")).toJson());
        assertThat(made.path("personal").path("authorizationDetails").asText()).isEqualTo("\u007f\u0080\u0000");
    }

    /** Six characters for one: the bound is that of the text that is stored. */
    @Test
    void ofWhenTextsGrowByEscapingThenCutAllTheSame() throws IOException {
        ConsentRecord made = strict("\u2603".repeat(30_000), new Request(null, "\u0000".repeat(30_000)));
        assertThat(made.content()).hasSizeLessThanOrEqualTo(ConsentRecord.MAX_LENGTH);
        assertThat(made.personal()).hasSizeLessThanOrEqualTo(ConsentRecord.MAX_LENGTH);
        assertThat(JSON.readTree(made.toJson()).path("cut"))
                .extracting(JsonNode::asText)
                .containsExactly("client");
        assertThat(schema().validate(JSON.readTree(made.toJson()))).isEmpty();
    }
}
