package io.github.consentgrants.display;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Content-Security-Policy as browsers read it (CSP Level 3): a comma starts another policy, names are the same in
 * upper and lower case, and of directives with one name the first counts. Keycloak's own builder knows none of the
 * three, so that a directive of the realm could come before the page's.
 */
final class ContentPolicy {
    private static final String BLANKS = "[ \\t\\n\\f\\r]+";
    private static final String FRAME_ANCESTORS = "frame-ancestors";
    private static final String STYLE = "style-src";
    private static final String STYLE_ELEMENTS = "style-src-elem";
    private static final String DEFAULT = "default-src";
    private static final String NONE = "'none'";
    private static final String INLINE = "'unsafe-inline'";
    private static final List<String> NONCE_OR_DIGEST = List.of("'nonce-", "'sha256-", "'sha384-", "'sha512-");

    private ContentPolicy() {}

    /** Returns the realm's policy, but never framed, and with the styles of these digests allowed. */
    static String ofPage(String ofRealm, List<String> styles) {
        List<Map<String, List<String>>> policies =
                Stream.of(ofRealm.split(",", -1)).map(ContentPolicy::parse).toList();
        policies.forEach(policy -> {
            policy.remove(FRAME_ANCESTORS);
            allow(policy, styles);
        });
        // Each of several policies is in force.
        policies.get(0).put(FRAME_ANCESTORS, List.of(NONE));
        return policies.stream()
                .filter(policy -> !policy.isEmpty())
                .map(ContentPolicy::write)
                .collect(Collectors.joining(", "));
    }

    private static Map<String, List<String>> parse(String policy) {
        Map<String, List<String>> directives = new LinkedHashMap<>();
        for (String directive : policy.split(";", -1)) {
            List<String> parts = Stream.of(directive.split(BLANKS, -1))
                    .filter(Predicate.not(String::isEmpty))
                    .toList();
            if (!parts.isEmpty()) {
                directives.putIfAbsent(parts.get(0).toLowerCase(Locale.ROOT), parts.subList(1, parts.size()));
            }
        }
        return directives;
    }

    /** Adds the digests, unless the policy allows all inline styles: a digest would then forbid all others. */
    private static void allow(Map<String, List<String>> policy, List<String> styles) {
        String directive = policy.containsKey(STYLE_ELEMENTS) ? STYLE_ELEMENTS : STYLE;
        List<String> sources = policy.getOrDefault(directive, policy.get(DEFAULT));
        if (sources != null && !allowsInline(sources)) {
            List<String> extended = new ArrayList<>(sources);
            extended.removeIf(NONE::equalsIgnoreCase);
            extended.addAll(styles);
            policy.put(directive, extended);
        }
    }

    private static boolean allowsInline(List<String> sources) {
        return sources.stream().anyMatch(INLINE::equalsIgnoreCase)
                && sources.stream()
                        .map(source -> source.toLowerCase(Locale.ROOT))
                        .noneMatch(source -> NONCE_OR_DIGEST.stream().anyMatch(source::startsWith));
    }

    private static String write(Map<String, List<String>> policy) {
        return policy.entrySet().stream()
                .map(directive -> Stream.concat(Stream.of(directive.getKey()), directive.getValue().stream())
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
    }
}
