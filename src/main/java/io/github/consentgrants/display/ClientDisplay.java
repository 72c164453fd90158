package io.github.consentgrants.display;

import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param name the client's name, or its id if it has none
 * @param id {@code client_id}
 * @param selfRegistered whether the client can have registered itself, so that nobody here may have looked at it
 * @param logoUri https address of the client's logo, or null
 * @param policyUri http(s) address of the client's privacy policy, or null
 * @param termsUri http(s) address of the client's terms of service, or null
 */
public record ClientDisplay(
        String name,
        String id,
        boolean selfRegistered,
        @Nullable String logoUri,
        @Nullable String policyUri,
        @Nullable String termsUri) {}
