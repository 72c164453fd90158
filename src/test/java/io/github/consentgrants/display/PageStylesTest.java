package io.github.consentgrants.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageStylesTest {
    private static final Path TEMPLATES = Path.of("themes/theme-resources/templates");

    @Test
    void templatesWhenTheyHaveAStyleSheetThenListed() throws IOException {
        List<String> styled = new ArrayList<>();
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            for (Path file : files.toList()) {
                if (Files.readString(file).contains("<style")) {
                    styled.add(file.getFileName().toString());
                }
            }
        }

        assertThat(PageStyles.TEMPLATES).containsExactlyInAnyOrderElementsOf(styled);
        assertThat(PageStyles.digests()).hasSameSizeAs(styled);
    }

    /** printf 'p { margin: 0 }' | openssl dgst -sha256 -binary | base64. */
    @Test
    void ofWhenAStyleSheetThenItsDigestAsASource() {
        assertThat(PageStyles.of("<p><style>p { margin: 0 }</style></p><style>p { margin: 0 }</style>"))
                .containsExactly("'sha256-7IWhgxoOGTB5NQzjGk9OPt0FwhVeBvZGoWgF9xLLh8c='");
    }
}
