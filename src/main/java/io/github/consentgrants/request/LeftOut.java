package io.github.consentgrants.request;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What the user has left out of the parameter {@code scope} with the click on a page. An auth note keeps it until the
 * grant is consumed. It is no verdict: what is bound follows from it, so another value fits no grant.
 *
 * @param tokens parts of the parameter
 */
public record LeftOut(Set<String> tokens) {
    /** The user has approved the whole page. */
    public static final LeftOut NOTHING = new LeftOut(Set.of());

    private static final String NOTE = "consent-grant.left-out";
    private static final String SEPARATOR = " ";

    public LeftOut {
        tokens = Set.copyOf(tokens);
    }

    boolean isNothing() {
        return tokens.isEmpty();
    }

    /** Remembers this for the consume of the page's grant. */
    void remember(AuthenticationSessionModel authSession, String pageId) {
        if (isNothing()) {
            forget(authSession);
        } else {
            authSession.setAuthNote(NOTE, pageId + SEPARATOR + String.join(SEPARATOR, new TreeSet<>(tokens)));
        }
    }

    static void forget(AuthenticationSessionModel authSession) {
        authSession.removeAuthNote(NOTE);
    }

    /** Returns what was left out of a page, as far as the tab knows. */
    static LeftOut of(AuthenticationSessionModel authSession, String pageId) {
        return Optional.ofNullable(authSession.getAuthNote(NOTE))
                .map(note -> List.of(note.split(SEPARATOR, -1)))
                .filter(parts -> parts.get(0).equals(pageId))
                .map(parts -> new LeftOut(Set.copyOf(parts.subList(1, parts.size()))))
                .orElse(NOTHING);
    }

    /** Returns what is left of a parameter; null if there is none, or nothing is left. */
    @Nullable String narrow(@Nullable String parameter) {
        if (parameter == null || isNothing()) {
            return parameter;
        }
        String rest = Arrays.stream(parameter.split(SEPARATOR, -1))
                .filter(token -> !tokens.contains(token))
                .collect(Collectors.joining(SEPARATOR));
        return rest.isEmpty() ? null : rest;
    }
}
