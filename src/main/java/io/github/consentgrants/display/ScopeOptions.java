package io.github.consentgrants.display;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.rar.AuthorizationDetails;

/**
 * The scopes of a page that its user may leave out: what the client has asked for by name, has as an optional client
 * scope, and consent screens show. A form names them by their number on the page, so it cannot name any other scope.
 *
 * @param options in the order of the page
 * @param checked whether their check boxes are checked at first
 */
public record ScopeOptions(List<Option> options, boolean checked) {
    /** Nothing can be left out. */
    public static final ScopeOptions NONE = new ScopeOptions(List.of(), false);

    public ScopeOptions {
        options = List.copyOf(options);
    }

    /**
     * A scope that can be left out.
     *
     * @param scope as the request resolves to it
     * @param tokens what stands for it in the parameter {@code scope}, and its own name
     */
    public record Option(AuthorizationDetails scope, Set<String> tokens) {
        public Option {
            tokens = Set.copyOf(tokens);
        }

        private boolean isFor(AuthorizationDetails other) {
            return scope.getClientScope().getId().equals(other.getClientScope().getId())
                    && RequestedScopes.token(scope).equals(RequestedScopes.token(other));
        }
    }

    /**
     * Finds the options of a request.
     *
     * @param scopes what the request resolves to
     * @param parameter the request's parameter; null if there is none
     * @param checked whether the check boxes are checked at first
     */
    public static ScopeOptions of(
            ClientModel client, List<AuthorizationDetails> scopes, @Nullable String parameter, boolean checked) {
        if (parameter == null) {
            return NONE;
        }
        Set<String> optional = ids(client, false);
        optional.removeAll(ids(client, true));
        return new ScopeOptions(
                scopes.stream()
                        .filter(scope ->
                                optional.contains(scope.getClientScope().getId()))
                        .filter(scope -> scope.getClientScope().isDisplayOnConsentScreen())
                        .map(scope -> new Option(scope, tokens(scope, parameter)))
                        .filter(option -> !option.tokens().isEmpty())
                        .toList(),
                checked);
    }

    private static Set<String> ids(ClientModel client, boolean areDefault) {
        return client.getClientScopes(areDefault).values().stream()
                .map(ClientScopeModel::getId)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * Keycloak's parser of parameterized scopes finds a scope in whichever case its name is written. Returns nothing if
     * the parameter does not name the scope.
     */
    private static Set<String> tokens(AuthorizationDetails scope, String parameter) {
        String name = RequestedScopes.token(scope);
        boolean exact = !RequestedScopes.parameter(scope).isEmpty();
        Set<String> tokens = TokenManager.parseScopeParameter(parameter)
                .filter(token -> exact ? token.equals(name) : token.equalsIgnoreCase(name))
                .collect(Collectors.toCollection(HashSet::new));
        if (!tokens.isEmpty()) {
            tokens.add(name);
        }
        return tokens;
    }

    /** Returns the check box of a scope of the page; empty if the scope cannot be left out. */
    Optional<OptionDisplay> display(AuthorizationDetails scope) {
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).isFor(scope)) {
                return Optional.of(
                        new OptionDisplay(value(i), checked, RequestedScopes.isOffline(scope.getClientScope())));
            }
        }
        return Optional.empty();
    }

    /** Says whether access when the user is not there can be left out. */
    boolean includeOffline() {
        return options.stream()
                .anyMatch(option -> RequestedScopes.isOffline(option.scope().getClientScope()));
    }

    /**
     * Returns what stands in the parameter {@code scope} for the options that were not chosen.
     *
     * @param chosen the values of the check boxes that were checked
     * @throws IllegalArgumentException if a value is not of the page, or is there twice: no browser sends that
     */
    public Set<String> leftOut(List<String> chosen) {
        List<String> values =
                IntStream.range(0, options.size()).mapToObj(ScopeOptions::value).toList();
        Set<String> leftOut = new TreeSet<>();
        if (!values.containsAll(chosen) || Set.copyOf(chosen).size() != chosen.size()) {
            throw new IllegalArgumentException("A scope was chosen that is not on the page");
        }
        for (int i = 0; i < options.size(); i++) {
            if (!chosen.contains(value(i))) {
                leftOut.addAll(options.get(i).tokens());
            }
        }
        return leftOut;
    }

    /**
     * Returns the values of the check boxes of what was left out.
     *
     * @param tokens as {@link #leftOut} has named them
     */
    public Set<String> valuesOf(Set<String> tokens) {
        return IntStream.range(0, options.size())
                .filter(i -> tokens.containsAll(options.get(i).tokens()))
                .mapToObj(ScopeOptions::value)
                .collect(Collectors.toSet());
    }

    private static String value(int index) {
        return Integer.toString(index + 1);
    }
}
