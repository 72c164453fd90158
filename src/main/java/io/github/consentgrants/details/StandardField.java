package io.github.consentgrants.details;

import java.util.Set;

/** The fields that any type may have (RFC 9396 2.2). */
final class StandardField {
    private static final Set<String> NAMES = Set.of("actions", "locations", "datatypes", "identifier", "privileges");

    private StandardField() {}

    static String label(String path, Labels labels) {
        return NAMES.contains(path) ? labels.get("consentGrantDetails." + path) : path;
    }
}
