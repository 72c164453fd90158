package io.github.consentgrants.grant;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The canonical value of everything one decision is tied to. Immutable.
 *
 * <p>Two bindings are equal exactly if every {@link BindingField} is. The encoding is typed, length-prefixed and
 * versioned ({@value #FORMAT}), so two different requests never have the same encoding, as newline-joined fields can.
 * Nothing is normalized except what the documentation of a field says. Values must be valid Unicode: an unpaired
 * surrogate is refused with {@link IllegalArgumentException}, because it has no UTF-8 encoding.
 */
public final class Binding {
    /**
     * Domain tag and version of the encoding. A new version is due when a tag, a kind or an encoding changes, or when a
     * field is removed. An added field with a tag of its own needs no new version: the field changes the hash, and a
     * grant that was minted before is refused as {@code binding_mismatch}.
     */
    public static final String FORMAT = "consent-grants/v1";

    private static final String REACH_FORMAT = "consent-grants/reach/v1";

    private final Map<BindingField, byte[]> encodings;
    private final Map<BindingField, String> texts;
    private final Map<String, String> lastingOthers;
    private final String hash;

    private Binding(Builder builder) {
        encodings = new EnumMap<>(BindingField.class);
        for (BindingField field : BindingField.values()) {
            encodings.put(field, encode(field, builder));
        }
        texts = new EnumMap<>(builder.texts);
        lastingOthers = new TreeMap<>(builder.others);
        lastingOthers.keySet().removeAll(builder.ofOneRequest);
        hash = Digests.sha256Hex(encoded());
    }

    /** Returns a builder in which every field is absent. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the binding hash: the SHA-256 of {@link #encoded()}, 64 lower-case hexadecimal digits. */
    public String hash() {
        return hash;
    }

    /**
     * Returns the reach hash: what a click covers of later requests in its session, if its page said that it covers any. It is
     * made from every field but those of one request alone ({@link BindingField#isOfOneRequest}). Two bindings with one reach
     * ask for the same, to the letter, so neither asks for more than the other.
     */
    public String reach() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        CanonicalEncoding.writeText(out, REACH_FORMAT);
        encodings.forEach((field, encoding) -> {
            if (!field.isOfOneRequest()) {
                out.writeBytes(field == BindingField.OTHER ? CanonicalEncoding.map(field, lastingOthers) : encoding);
            }
        });
        // The challenge is of one request; that there is one is not.
        CanonicalEncoding.writeText(out, hasChallenge() ? "challenge" : "no challenge");
        return Digests.sha256Hex(out.toByteArray());
    }

    private boolean hasChallenge() {
        @Nullable String challenge = texts.get(BindingField.CODE_CHALLENGE);
        return challenge != null && !challenge.isEmpty();
    }

    /** Returns a fresh copy of the canonical encoding, for golden vectors and for audits of the hash. */
    public byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        CanonicalEncoding.writeText(out, FORMAT);
        encodings.values().forEach(out::writeBytes);
        return out.toByteArray();
    }

    /**
     * Returns the value of a single-valued field, or null if it is absent.
     *
     * @throws IllegalArgumentException if {@code field} is a set or a map
     */
    public @Nullable String text(BindingField field) {
        if (!Builder.isText(field)) {
            throw new IllegalArgumentException(field + " has more than one value");
        }
        return texts.get(field);
    }

    /**
     * Returns the value of a single-valued field that must be there.
     *
     * @throws IllegalArgumentException if the field is absent or blank, or not single-valued
     */
    public String require(BindingField field) {
        String value = text(field);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("The binding has no " + field);
        }
        return value;
    }

    /** Names the fields in which this binding differs from {@code other}; empty if the two are equal. */
    public Set<BindingField> differingFields(Binding other) {
        Set<BindingField> differing = EnumSet.noneOf(BindingField.class);
        for (BindingField field : BindingField.values()) {
            if (!Digests.equal(encoding(field), other.encoding(field))) {
                differing.add(field);
            }
        }
        return differing;
    }

    byte[] encoding(BindingField field) {
        byte[] encoding = encodings.get(field);
        if (encoding == null) {
            throw new IllegalStateException("every field is encoded");
        }
        return encoding;
    }

    private static byte[] encode(BindingField field, Builder builder) {
        return switch (field.kind()) {
            case TEXT, OPTIONAL_TEXT -> CanonicalEncoding.text(field, builder.texts.get(field));
            case SET -> CanonicalEncoding.set(field, builder.sets.getOrDefault(field, Set.of()));
            case MAP -> CanonicalEncoding.map(field, builder.others);
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Binding binding && hash.equals(binding.hash);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    /** Returns the hash alone: the bound values must not reach a log. */
    @Override
    public String toString() {
        return "Binding[" + hash + "]";
    }

    /** Collects the fields of one request. Not thread-safe. */
    public static final class Builder {
        private final Map<BindingField, String> texts = new EnumMap<>(BindingField.class);
        private final Map<BindingField, Set<String>> sets = new EnumMap<>(BindingField.class);
        private final Map<String, String> others = new TreeMap<>();
        private final Set<String> ofOneRequest = new TreeSet<>();

        private Builder() {}

        /** Sets a single-valued field; null makes it absent. */
        public Builder set(BindingField field, @Nullable String value) {
            if (!isText(field)) {
                throw new IllegalArgumentException(field + " has more than one value");
            }
            if (value == null) {
                texts.remove(field);
            } else {
                texts.put(field, value);
            }
            return this;
        }

        /** Sets a set-valued field; order and duplicates do not matter. */
        public Builder set(BindingField field, Collection<String> values) {
            if (field.kind() != BindingField.Kind.SET) {
                throw new IllegalArgumentException(field + " is not a set");
            }
            sets.put(field, new TreeSet<>(values));
            return this;
        }

        /** Binds a parameter or note that has no field of its own; null is ignored, as an absent one is. */
        public Builder other(String name, @Nullable String value) {
            if (value != null) {
                others.put(name, value);
            }
            return this;
        }

        /** The same for one that is of this request alone, and so no part of {@link Binding#reach}. */
        public Builder otherOfOneRequest(String name, @Nullable String value) {
            ofOneRequest.add(name);
            return other(name, value);
        }

        /**
         * Binds the parameters of an authorization request as {@link RequestParameters} describes.
         *
         * @param parameters by name, as they were resolved
         */
        public Builder parameters(Map<String, String> parameters) {
            RequestParameters.bind(parameters, this);
            return this;
        }

        /**
         * Returns the binding.
         *
         * @throws IllegalArgumentException if a value is not valid Unicode
         */
        public Binding build() {
            return new Binding(this);
        }

        private static boolean isText(BindingField field) {
            return field.kind() == BindingField.Kind.TEXT || field.kind() == BindingField.Kind.OPTIONAL_TEXT;
        }
    }
}
