package io.github.consentgrants.display;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The style sheets in our templates, by their digests (CSP Level 3, hash-source). With these digests, a realm whose
 * policy forbids inline styles allows the page's styles, and no others.
 */
final class PageStyles {
    /** Those that have a style sheet; it goes into the page as it is in the template. */
    static final List<String> TEMPLATES = List.of(
            "consent-grant.ftl", "consent-grant-stopped.ftl", "consent-grant-buttons.ftl", "consent-grant-mine.ftl");

    private static final String FOLDER = "/theme-resources/templates/";
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final List<String> DIGESTS = TEMPLATES.stream()
            .map(PageStyles::read)
            .flatMap(template -> of(template).stream())
            .toList();

    private PageStyles() {}

    /** Returns the source expressions that allow them. */
    static List<String> digests() {
        return DIGESTS;
    }

    /** Returns the source expressions that allow the style sheets of a page or template. */
    static List<String> of(String html) {
        return STYLE.matcher(html)
                .results()
                .map(style -> digest(style.group(1)))
                .distinct()
                .toList();
    }

    private static String digest(String style) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(String template) {
        try (InputStream file = PageStyles.class.getResourceAsStream(FOLDER + template)) {
            if (file == null) {
                throw new IllegalStateException("No template " + template);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
