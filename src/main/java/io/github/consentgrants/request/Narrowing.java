package io.github.consentgrants.request;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a tab had before its parameter {@code scope} was narrowed.
 *
 * @param requested the parameter
 * @param clientScopes ids of the client scopes, as Keycloak notes them
 */
record Narrowing(@Nullable String requested, Set<String> clientScopes) {
    Narrowing {
        clientScopes = Set.copyOf(clientScopes);
    }

    static Narrowing of(AuthenticationSessionModel tab) {
        @Nullable Set<String> clientScopes = tab.getClientScopes();
        return new Narrowing(tab.getClientNote(OAuth2Constants.SCOPE), clientScopes == null ? Set.of() : clientScopes);
    }

    void undo(AuthenticationSessionModel tab) {
        set(tab, requested);
        tab.setClientScopes(clientScopes);
    }

    static void set(AuthenticationSessionModel tab, @Nullable String parameter) {
        if (parameter == null) {
            tab.removeClientNote(OAuth2Constants.SCOPE);
        } else {
            tab.setClientNote(OAuth2Constants.SCOPE, parameter);
        }
    }
}
