package io.github.consentgrants.policy;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;

/** What a client scope says of how often users are asked for it: the attribute {@value #ATTRIBUTE} of the client scope. */
public enum ScopeAsk {
    /** Nothing: what holds for the client holds. */
    UNSET(""),
    /** For each request, whatever is said of the client. */
    ALWAYS("always"),
    /** Once in a session for the same request, unless more is asked for. */
    SESSION("session"),
    /** Not at all, if nothing else is asked for. */
    NEVER_ALONE("never-alone");

    /** Name of the attribute. Administrators of the realm set it; no client can. */
    public static final String ATTRIBUTE = "consent-grants.ask";

    private final String value;

    ScopeAsk(String value) {
        this.value = value;
    }

    /** Returns the word of the attribute. */
    public String value() {
        return value;
    }

    /** Returns what a client scope says. A client says nothing of itself, whatever its attributes are. */
    public static ScopeAsk of(ClientScopeModel scope) {
        return scope instanceof ClientModel ? UNSET : read(scope.getAttribute(ATTRIBUTE));
    }

    /** Reads the attribute. A word that is not known is {@link #ALWAYS}. */
    static ScopeAsk read(@Nullable String attribute) {
        if (attribute == null || attribute.isEmpty()) {
            return UNSET;
        }
        return Stream.of(values())
                .filter(ask -> ask.value.equals(attribute))
                .findFirst()
                .orElse(ALWAYS);
    }
}
