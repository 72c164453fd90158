package io.github.consentgrants.demo;

import java.util.Map;

/**
 * What the application knows after a sign-in.
 *
 * @param claims of the ID token
 * @param grantId id of the approval behind it
 * @param refreshToken what the application could get new tokens with; never shown
 */
record SignedIn(Map<String, Object> claims, String grantId, String refreshToken) {
    /** Returns a claim as text; empty if the token has none of this name. */
    String claim(String name) {
        Object value = claims.get(name);
        return value == null ? "" : value.toString();
    }

    /** Returns the text without the token: it must not reach a log or a page. */
    @Override
    public String toString() {
        return "SignedIn[" + grantId + "]";
    }
}
