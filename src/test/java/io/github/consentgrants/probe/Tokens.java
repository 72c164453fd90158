package io.github.consentgrants.probe;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.GrantToken;
import java.security.SecureRandom;
import java.util.Base64;

/** Tokens for the page of a binding, each with a key of its own, as each tab has one. */
final class Tokens {
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    static GrantToken of(Binding binding) {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return GrantToken.derived(
                binding.require(BindingField.PAGE),
                Base64.getUrlEncoder().withoutPadding().encodeToString(key));
    }
}
