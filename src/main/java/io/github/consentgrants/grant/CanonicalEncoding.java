package io.github.consentgrants.grant;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one field as tag (2 bytes), kind (1), presence (1), then its value. Texts are a 4-byte length and UTF-8; sets and
 * maps a 4-byte count and their texts in the order of their UTF-8 bytes, which is code point order and no locale's. All
 * numbers are big-endian.
 */
final class CanonicalEncoding {
    private static final Comparator<byte[]> BYTE_ORDER = Arrays::compareUnsigned;

    private CanonicalEncoding() {}

    static byte[] text(BindingField field, @Nullable String value) {
        String present = value == null && field.kind() == BindingField.Kind.OPTIONAL_TEXT ? "" : value;
        ByteArrayOutputStream out = header(field, present != null);
        if (present != null) {
            writeText(out, present);
        }
        return out.toByteArray();
    }

    static byte[] set(BindingField field, Collection<String> values) {
        List<byte[]> items =
                values.stream().map(CanonicalEncoding::utf8).sorted(BYTE_ORDER).toList();
        ByteArrayOutputStream out = header(field, true);
        writeInt(out, items.size());
        items.forEach(item -> writeBytes(out, item));
        return out.toByteArray();
    }

    static byte[] map(BindingField field, Map<String, String> values) {
        List<byte[][]> entries = values.entrySet().stream()
                .map(entry -> new byte[][] {utf8(entry.getKey()), utf8(entry.getValue())})
                .sorted(Comparator.comparing(entry -> entry[0], BYTE_ORDER))
                .toList();
        ByteArrayOutputStream out = header(field, true);
        writeInt(out, entries.size());
        entries.forEach(entry -> {
            writeBytes(out, entry[0]);
            writeBytes(out, entry[1]);
        });
        return out.toByteArray();
    }

    /** Encodes a list of texts, each of which may be absent, under a domain tag of its own. */
    static byte[] texts(String domain, List<@Nullable String> values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeText(out, domain);
        writeInt(out, values.size());
        for (String value : values) {
            out.write(value == null ? 0 : 1);
            if (value != null) {
                writeText(out, value);
            }
        }
        return out.toByteArray();
    }

    static void writeText(ByteArrayOutputStream out, String value) {
        writeBytes(out, utf8(value));
    }

    private static ByteArrayOutputStream header(BindingField field, boolean present) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(field.tag() >>> 8);
        out.write(field.tag());
        out.write(field.kind().code());
        out.write(present ? 1 : 0);
        return out;
    }

    private static void writeBytes(ByteArrayOutputStream out, byte[] bytes) {
        writeInt(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void writeInt(ByteArrayOutputStream out, int value) {
        // At once: each write locks the stream.
        out.writeBytes(new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value});
    }

    /** String.getBytes would replace an unpaired surrogate by '?', and two different values would share a hash. */
    private static byte[] utf8(String value) {
        if (!hasSurrogate(value)) {
            return value.getBytes(StandardCharsets.UTF_8);
        }
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(value));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("A bound value is not valid Unicode", e);
        }
    }

    private static boolean hasSurrogate(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
