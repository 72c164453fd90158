package io.github.consentgrants.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentPolicyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // No style is forbidden.
                "\"\"|frame-ancestors 'none'",
                "img-src 'self'|img-src 'self'; frame-ancestors 'none'",
                // Ours is allowed beside the others.
                "style-src 'self'|style-src 'self' 'sha256-a' 'sha256-b'; frame-ancestors 'none'",
                "style-src|style-src 'sha256-a' 'sha256-b'; frame-ancestors 'none'",
                "style-src 'NONE'|style-src 'sha256-a' 'sha256-b'; frame-ancestors 'none'",
                "default-src 'self'|default-src 'self'; style-src 'self' 'sha256-a' 'sha256-b'; frame-ancestors 'none'",
                "default-src *; style-src 'self'|default-src *; style-src 'self' 'sha256-a' 'sha256-b'; frame-ancestors 'none'",
                "style-src 'self'; style-src-elem x.example|style-src 'self'; style-src-elem x.example 'sha256-a' 'sha256-b';"
                        + " frame-ancestors 'none'",
                // Each inline style is allowed: a digest would forbid the theme's own.
                "style-src 'unsafe-inline'|style-src 'unsafe-inline'; frame-ancestors 'none'",
                "style-src 'Unsafe-Inline' *|style-src 'Unsafe-Inline' *; frame-ancestors 'none'",
                "default-src 'unsafe-inline'|default-src 'unsafe-inline'; frame-ancestors 'none'",
                // Only seemingly.
                "style-src 'unsafe-inline' 'nonce-n'|style-src 'unsafe-inline' 'nonce-n' 'sha256-a' 'sha256-b'; frame-ancestors 'none'",
                "style-src 'unsafe-inline' 'SHA384-n'|style-src 'unsafe-inline' 'SHA384-n' 'sha256-a' 'sha256-b'; frame-ancestors"
                        + " 'none'",
                "style-src 'self'; style-src 'unsafe-inline'|style-src 'self' 'sha256-a' 'sha256-b'; frame-ancestors 'none'",
                // Spellings.
                " ;; STYLE-src \t 'self' ; |style-src 'self' 'sha256-a' 'sha256-b'; frame-ancestors 'none'",
                "Frame-Ancestors *; frame-ancestors 'self'|frame-ancestors 'none'",
                "frame-ancestors\t*|frame-ancestors 'none'",
                "default-src *, frame-ancestors *, style-src *|default-src *; style-src * 'sha256-a' 'sha256-b'; frame-ancestors"
                        + " 'none', style-src * 'sha256-a' 'sha256-b'",
                ",|frame-ancestors 'none'",
            })
    void ofPageWhenOfARealmThenNeverFramedAndOurStylesAllowed(String ofRealm, String expected) {
        assertThat(ContentPolicy.ofPage(ofRealm, List.of("'sha256-a'", "'sha256-b'")))
                .isEqualTo(expected);
    }
}
