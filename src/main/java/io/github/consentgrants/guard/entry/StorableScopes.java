package io.github.consentgrants.guard.entry;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.rar.AuthorizationRequestContext;

/**
 * Keycloak stores the consent to a scope with its parameter. Whether the parameter fits is checked before the page:
 * after the click it is too late.
 */
final class StorableScopes {
    /** The column USER_CONSENT_CLIENT_SCOPE.PARAMETER has 255 characters; Oracle counts bytes. */
    private static final int MAX_BYTES = 255;

    private StorableScopes() {}

    /** Says whether every database can store what Keycloak will have to store of them. */
    static boolean fit(@Nullable AuthorizationRequestContext scopes) {
        return scopes == null || scopes.getAuthorizationDetailEntries().stream().allMatch(StorableScopes::fits);
    }

    private static boolean fits(AuthorizationDetails scope) {
        ClientScopeModel model = scope.getClientScope();
        @Nullable String parameter = scope.getParameterizedScopeParam();
        if (parameter == null || !model.isDisplayOnConsentScreen() || model.isAlwaysConsent()) {
            return true; // nothing of it is stored
        }
        return isStorable(parameter);
    }

    /** PostgreSQL stores no U+0000, and half of a pair is no character. */
    static boolean isStorable(String parameter) {
        return parameter.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                && parameter
                        .codePoints()
                        .noneMatch(codePoint -> Character.isISOControl(codePoint)
                                || Character.getType(codePoint) == Character.SURROGATE);
    }
}
