package io.github.consentgrants.policy;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;

/** Attributes of client scopes that demand something of the sign-in of who approves. Administrators of the realm set them; no client can. */
public final class SignInDemand {
    /** An acr, as Keycloak maps it to a level, or a level. */
    public static final String MIN_ACR = "consent-grants.min-acr";
    /** Seconds. */
    public static final String MAX_AUTH_AGE = "consent-grants.max-auth-age";

    private SignInDemand() {}

    /** Says whether one of the scopes demands anything. A client demands nothing of itself, whatever its attributes are. */
    public static boolean isAny(Stream<ClientScopeModel> scopes) {
        return scopes.filter(scope -> !(scope instanceof ClientModel))
                .anyMatch(scope -> isSet(scope.getAttribute(MIN_ACR)) || isSet(scope.getAttribute(MAX_AUTH_AGE)));
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
    }
}
