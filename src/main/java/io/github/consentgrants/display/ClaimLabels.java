package io.github.consentgrants.display;

import java.util.Map;
import java.util.Set;

/** The names of claims in words: Keycloak's own messages where it has one, which it ships in every language. */
final class ClaimLabels {
    /** About the session or the token, not about the user. */
    private static final Set<String> TECHNICAL = Set.of(
            "acr",
            "allowed-origins",
            "amr",
            "aud",
            "auth_time",
            "azp",
            "client_id",
            "clientAddress",
            "clientHost",
            "exp",
            "iat",
            "iss",
            "jti",
            "nbf",
            "nonce",
            "session_state",
            "sid",
            "sub",
            "typ");

    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("name", "fullName"),
            Map.entry("given_name", "firstName"),
            Map.entry("family_name", "lastName"),
            Map.entry("preferred_username", "username"),
            Map.entry("email", "email"),
            Map.entry("email_verified", "emailVerified"),
            Map.entry("phone_number", "phoneNumber"),
            Map.entry("phone_number_verified", "phoneNumberVerified"),
            Map.entry("website", "website"),
            Map.entry("gender", "gender"),
            Map.entry("birthdate", "birthday"),
            Map.entry("zoneinfo", "zoneinfo"),
            Map.entry("address", "address"),
            Map.entry("middle_name", "consentGrantClaim.middle_name"),
            Map.entry("nickname", "consentGrantClaim.nickname"),
            Map.entry("profile", "consentGrantClaim.profile"),
            Map.entry("picture", "consentGrantClaim.picture"),
            Map.entry("locale", "consentGrantClaim.locale"),
            Map.entry("updated_at", "consentGrantClaim.updated_at"),
            Map.entry("groups", "consentGrantClaim.groups"),
            Map.entry("realm_access.roles", "consentGrantClaim.roles"),
            Map.entry("resource_access.${client_id}.roles", "consentGrantClaim.roles"));

    private ClaimLabels() {}

    static boolean isTechnical(String claim) {
        return TECHNICAL.contains(claim);
    }

    static String label(String claim, Texts texts) {
        String key = KEYS.get(claim);
        return key == null ? SafeText.of(claim) : texts.get(key);
    }
}
