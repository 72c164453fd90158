package io.github.consentgrants.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.grant.ConsentRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownRecordTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/record-v1");

    private static ShownRecord read(String content, String personal) {
        return ShownRecord.of(new ConsentRecord(content, personal));
    }

    static List<Path> golden() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    /** Every member that a record can have, and no other; none of it breaks a page. */
    @ParameterizedTest
    @MethodSource("golden")
    void ofWhenARecordThenWhatWasShown(Path file) throws IOException {
        ShownRecord shown = read(Files.readString(file).strip(), null);

        assertThat(shown.clientId()).isEqualTo("shop");
        assertThat(shown.clientName()).isNotBlank().doesNotContain("\u202E", "\u0000");
        assertThat(shown.details()).containsEntry("redirect", "s.example").containsEntry("lang", "en");
        if (shown.session() != null) {
            assertThat(shown.summary()).contains("Read your email", "Payment", "Birthdate");
            assertThat(shown.signedIn()).contains(Instant.parse("2026-11-28T15:06:27.123Z"));
            assertThat(shown.details().toString()).contains("Amount", "1 EUR", "Department", "https://api.example");
        }
    }

    /** What is no use to the user, or a secret of the browser, is not for the page. */
    @ParameterizedTest
    @MethodSource("golden")
    void detailsWhenMadeThenNoIdOrDigest(Path file) throws IOException {
        assertThat(read(Files.readString(file).strip(), null).details().keySet())
                .containsExactlyInAnyOrder(
                        "lang",
                        "redirect",
                        "selfRegistered",
                        "access",
                        "scopes",
                        "leftOut",
                        "more",
                        "claims",
                        "details",
                        "resources",
                        "offline",
                        "address",
                        "userAgent",
                        "cut");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}",
                "{\"client\":[],\"redirect\":7,\"wording\":{\"locale\":\"<b>\"},\"lifetime\":null}",
                "{\"client\":{\"name\":{\"length\":9,\"sha256\":\"x\"}}}"
            })
    void detailsWhenMembersAreNotAsTheFormatSaysThenAbsent(String json) {
        ShownRecord shown = read(
                json,
                "{\"scopes\":{\"length\":70000,\"sha256\":\"x\"},\"details\":[{},7,{\"title\":\"T\",\"rows\":[{}]}],"
                        + "\"authentication\":{\"at\":\"yesterday\"},\"offline\":\"x\",\"cut\":[\"scopes\"]}");

        assertThat(shown.clientName()).isNull();
        assertThat(shown.signedIn()).isEmpty();
        assertThat(shown.details())
                .containsEntry("scopes", List.of())
                .containsEntry("details", List.of(Map.of("title", "T", "rows", List.of())))
                .containsEntry("lang", null)
                .containsEntry("offline", false)
                .containsEntry("cut", true);
    }

    @Test
    void ofWhenNoneOrUnreadableThenNull() {
        assertThat(ShownRecord.of(null)).isNull();
        assertThat(read("{\"a\":}", null)).isNull();
    }
}
