package io.github.consentgrants.grant;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.Mac;

/**
 * One truncated HMAC-SHA-256 per {@link BindingField}, in the order of the fields. They name what differed, for an
 * audit, without keeping any value. 32 bits are enough to name a field. They decide nothing: the binding hash decides.
 */
final class FieldDigests {
    private static final int BYTES_PER_FIELD = 4;

    private FieldDigests() {}

    static String of(byte[] key, Binding binding) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Mac mac = Digests.hmacSha256(key);
        for (BindingField field : BindingField.values()) {
            out.write(mac.doFinal(binding.encoding(field)), 0, BYTES_PER_FIELD);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
    }

    /** A stored value of another length is of another version, in which every field may differ. */
    static Set<BindingField> differing(String stored, String presented) {
        byte[] one = Base64.getUrlDecoder().decode(stored);
        byte[] other = Base64.getUrlDecoder().decode(presented);
        if (one.length != other.length) {
            return EnumSet.allOf(BindingField.class);
        }
        Set<BindingField> differing = EnumSet.noneOf(BindingField.class);
        int from = 0;
        for (BindingField field : BindingField.values()) {
            int to = from + BYTES_PER_FIELD;
            if (!Arrays.equals(one, from, to, other, from, to)) {
                differing.add(field);
            }
            from = to;
        }
        return differing;
    }
}
