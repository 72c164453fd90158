package io.github.consentgrants.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation names is there: files, tests and lines of the log. */
class DocumentationTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern LOG_LINE = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");
    private static final Pattern TEST = Pattern.compile("`(\\w+IT)`");

    @Test
    void logLinesWhenQuotedThenInTheCode() throws IOException {
        String page = Files.readString(Path.of("docs", "troubleshooting.md"));
        List<String> quoted = LOG_LINE.matcher(page.substring(page.indexOf("## By log line")))
                .results()
                .map(found -> found.group(1))
                .toList();
        List<String> sources = messages();
        assertThat(quoted).hasSizeGreaterThan(15);
        assertThat(quoted)
                .allSatisfy(line -> assertThat(sources).as(line).anyMatch(source -> isWrittenIn(source, line)));
    }

    /** The parts of a line stand in one file, in this order, with names and values between them. */
    private static boolean isWrittenIn(String source, String line) {
        int at = 0;
        for (String part : line.split("…", -1)) {
            at = source.indexOf(part, at);
            if (at < 0) {
                return false;
            }
            at += part.length();
        }
        return true;
    }

    /** Returns the text of each file, with the pieces of long messages put together. */
    private static List<String> messages() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(DocumentationTest::read)
                    .map(text -> text.replaceAll("\"\\s*\\+\\s*\"", "")
                            .replaceAll("\"\\s*\\+\\s*ProviderIds\\.ACTION\\s*\\+\\s*\"", "consent-grant")
                            .replaceAll(
                                    "\"\\s*\\+\\s*ProviderIds\\.AUTHENTICATOR\\s*\\+\\s*\"",
                                    "consent-grant-authenticator"))
                    .toList();
        }
    }

    @Test
    void linksWhenFollowedThenLeadToAFile() throws IOException {
        for (Path page : pages()) {
            Path folder = page.getParent() == null ? Path.of("") : page.getParent();
            assertThat(LINK.matcher(read(page)).results().map(found -> found.group(1)))
                    .as(page.toString())
                    .filteredOn(target -> !target.contains(":"))
                    .allSatisfy(target ->
                            assertThat(folder.resolve(target)).as(target).exists());
        }
    }

    @Test
    void anchorsWhenFollowedThenLeadToAHeading() throws IOException {
        for (Path page : pages()) {
            Path folder = page.getParent() == null ? Path.of("") : page.getParent();
            for (MatchResult link : LINK.matcher(read(page)).results().toList()) {
                if (link.group(2) != null
                        && !link.group(1).contains(":")
                        && link.group(1).endsWith(".md")) {
                    assertThat(anchors(folder.resolve(link.group(1))))
                            .as(page + ": " + link.group())
                            .contains(link.group(2).substring(1));
                }
            }
        }
    }

    private static List<String> anchors(Path page) {
        return read(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Test
    void testsWhenNamedThenThere() throws IOException {
        List<String> tests;
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            tests = files.map(file -> file.getFileName().toString()).toList();
        }
        for (Path page : pages()) {
            assertThat(TEST.matcher(read(page)).results().map(found -> found.group(1) + ".java"))
                    .as(page.toString())
                    .isSubsetOf(tests);
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CHANGELOG.md")), files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
