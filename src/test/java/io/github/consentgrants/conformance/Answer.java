package io.github.consentgrants.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.github.consentgrants.testing.Approvals;
import io.github.consentgrants.testing.Page;
import java.util.HashMap;
import java.util.Map;

/**
 * Where an authorization request has led a browser.
 *
 * @param page the last page, or the redirect to the client
 * @param login whether the user had to enter a password
 */
record Answer(Page page, boolean login) {
    /** Says whether the client was called back. */
    boolean isCallback() {
        return page.isRedirect();
    }

    /** Says whether the user sees an error of Keycloak's, and the client nothing. */
    boolean isErrorPage() {
        return !page.isRedirect() && page.status() >= 400;
    }

    /** Returns the parameters that the client got, from the signed response if there is one. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new HashMap<>();
        if (isCallback()) {
            URLUtils.parseParameters(page.location().getRawQuery() + "&"
                            + page.location().getRawFragment())
                    .forEach((name, values) -> parameters.put(name, values.get(0)));
        }
        String response = parameters.remove("response");
        if (response != null) {
            // Keycloak's own parser: the payload can have "iss" twice, which the Nimbus SDK refuses.
            JsonNode claims = Approvals.claims(response);
            claims.fieldNames()
                    .forEachRemaining(
                            claim -> parameters.put(claim, claims.path(claim).asText()));
        }
        return parameters;
    }

    String code() {
        String code = parameters().get("code");
        if (code == null) {
            throw new IllegalStateException("No code: " + page.status() + " " + parameters());
        }
        return code;
    }

    /** Says whether the client got exactly this error. */
    boolean isError(String error) {
        return error.equals(parameters().get("error"));
    }

    /** Says that the client has no code: an error page, or an error at the client. */
    boolean isRefused() {
        return isErrorPage() || parameters().containsKey("error");
    }
}
