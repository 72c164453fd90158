package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class GrantTokenTest {
    private final GrantToken token = GrantToken.fresh(GrantId.at(System.currentTimeMillis()));

    @Test
    void valueWhenParsedThenTheSameToken() {
        GrantToken parsed = GrantToken.parse(token.value()).orElseThrow();
        assertThat(parsed.grantId()).isEqualTo(token.grantId());
        assertThat(parsed.secretHash()).isEqualTo(token.secretHash());
    }

    @Test
    void valueWhenFreshThen256RandomBits() {
        byte[] secret = Base64.getUrlDecoder().decode(token.value().substring(37));
        assertThat(secret).hasSize(32);
        assertThat(token.secretHash()).isEqualTo(Digests.sha256Hex(secret));
        assertThat(GrantToken.fresh(token.grantId()).value()).isNotEqualTo(token.value());
    }

    @Test
    void parseWhenNotCanonicalThenNoToken() {
        String value = token.value();
        for (String other : List.of(
                "",
                " ",
                "x",
                value + "=",
                value + " ",
                value.substring(1),
                value.substring(0, value.length() - 1),
                value.replace('.', ':'),
                value.substring(0, value.length() - 1) + "B",
                value.substring(0, 36).toUpperCase(Locale.ROOT) + value.substring(36),
                value + "\n")) {
            if (!other.equals(value)) {
                assertThat(GrantToken.parse(other)).as(other).isEmpty();
            }
        }
        assertThat(GrantToken.parse(null)).isEmpty();
    }

    @Test
    void toStringWhenPrintedThenWithoutSecret() {
        assertThat(token.toString())
                .contains(token.grantId())
                .doesNotContain(token.value().substring(37));
    }

    @Test
    void freshWhenIdIsNoUuidThenRefused() {
        assertThatThrownBy(() -> GrantToken.fresh("1-1-1-1-1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GrantToken.fresh("no")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void differingFieldsWhenStoredByAnotherVersionThenAll() {
        Binding binding = TestBindings.full().build();
        assertThat(token.differingFields("AAAA", binding)).containsExactlyInAnyOrder(BindingField.values());
    }

    @Test
    void grantIdWhenMadeLaterThenSortsLater() {
        Set<String> ids = new HashSet<>();
        String last = "";
        for (long time = 1_700_000_000_000L; time < 1_700_000_001_000L; time++) {
            String id = GrantId.at(time);
            assertThat(id).isGreaterThan(last);
            UUID uuid = UUID.fromString(id);
            assertThat(uuid.version()).isEqualTo(7);
            assertThat(uuid.variant()).isEqualTo(2);
            assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(time);
            assertThat(ids.add(id)).isTrue();
            last = id;
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(ids.add(GrantId.at(1L))).isTrue();
        }
    }

    @Test
    void sha256HexWhenTextsMoveThenDifferent() {
        assertThat(Digests.sha256Hex("d", List.of("ab", "c"))).isNotEqualTo(Digests.sha256Hex("d", List.of("a", "bc")));
        assertThat(Digests.sha256Hex("d", List.of("a"))).isNotEqualTo(Digests.sha256Hex("e", List.of("a")));
        List<String> absent = new ArrayList<>();
        absent.add(null);
        assertThat(Digests.sha256Hex("d", absent)).isNotEqualTo(Digests.sha256Hex("d", List.of("")));
    }

    @Test
    void reasonsWhenNamedThenAsDocumented() {
        assertThat(Reason.values())
                .extracting(Reason::value)
                .containsExactly("not_found", "binding_mismatch", "consumed", "expired");
    }
}
