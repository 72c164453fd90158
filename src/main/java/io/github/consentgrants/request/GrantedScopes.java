package io.github.consentgrants.request;

import io.github.consentgrants.display.RequestedScopes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The scopes that a grant is for: those of the request, without what the user has left out. The tab keeps the whole
 * request, so that a page that is shown again has all of it. Only the transaction that consumes the grant narrows the
 * parameter that Keycloak makes code and tokens from; if no code comes of it, the tab gets its parameter back.
 *
 * @param parameter the parameter as Keycloak is to follow it; null if there is none
 * @param scopes what it resolves to
 */
public record GrantedScopes(@Nullable String parameter, List<AuthorizationDetails> scopes) {
    public GrantedScopes {
        scopes = List.copyOf(scopes);
    }

    /** Returns the parameter as the client has sent it. */
    static @Nullable String requested(ConsentRequest request) {
        Optional<Narrowing> narrowing = ConsentProgress.in(request.session()).narrowing();
        return narrowing.isPresent()
                ? narrowing.get().requested()
                : request.authSession().getClientNote(OAuth2Constants.SCOPE);
    }

    /** Returns what the client has sent, if the parameter of the tab was narrowed by this HTTP request. */
    static Optional<String> requestedIn(KeycloakSession session) {
        return ConsentProgress.in(session).narrowing().map(Narrowing::requested);
    }

    /**
     * Returns what a grant is for. Once the parameter of the tab was narrowed, that is what counts: Keycloak follows it.
     *
     * @param all what the whole request resolves to
     * @throws IllegalArgumentException if the request without what was left out resolves to anything but the rest
     */
    static GrantedScopes of(ConsentRequest request, List<AuthorizationDetails> all, LeftOut leftOut) {
        boolean narrowed = ConsentProgress.in(request.session()).narrowing().isPresent();
        @Nullable String parameter = narrowed
                ? request.authSession().getClientNote(OAuth2Constants.SCOPE)
                : leftOut.narrow(requested(request));
        if (!narrowed && leftOut.isNothing()) {
            return new GrantedScopes(parameter, all);
        }
        GrantedScopes granted = new GrantedScopes(
                parameter, RequestedScopes.of(request.session(), request.authSession(), request.user(), parameter));
        Set<Scope> rest = all.stream()
                .map(Scope::of)
                .filter(scope -> !leftOut.tokens().contains(scope.token()))
                .collect(Collectors.toSet());
        if (!granted.scopes().stream()
                .map(Scope::of)
                .collect(Collectors.toSet())
                .equals(rest)) {
            throw new IllegalArgumentException("The request without what was left out is another one");
        }
        return granted;
    }

    private record Scope(String id, String token) {
        static Scope of(AuthorizationDetails scope) {
            return new Scope(scope.getClientScope().getId(), RequestedScopes.token(scope));
        }
    }

    /** Narrows the parameter of a tab whose grant this transaction has consumed. */
    static void narrow(ConsentRequest request, LeftOut leftOut) {
        if (leftOut.isNothing()) {
            return;
        }
        AuthenticationSessionModel tab = request.authSession();
        Narrowing narrowing = Narrowing.of(tab);
        ConsentProgress.in(request.session()).narrowed(narrowing);
        if (ConcurrentRequest.isInCache(request.session())) {
            TabTurn.onRollback(request.session(), () -> narrowing.undo(tab));
        }
        Narrowing.set(tab, leftOut.narrow(narrowing.requested()));
        // Keycloak's own consent page would ask for what was noted before.
        AuthenticationManager.setClientScopesInSession(request.session(), tab);
    }

    /** Gives the tab its parameter back: the grant was released, and the tab goes on. */
    static void undo(ConsentRequest request) {
        ConsentProgress.in(request.session()).narrowing().ifPresent(narrowing -> narrowing.undo(request.authSession()));
    }

    /**
     * Says whether an answer is for no other scopes than those that were approved. Where something was left out, and
     * the grant was consumed too late, Keycloak has already prepared the answer for the whole request. It leaves out
     * itself what the user has no role for.
     *
     * @param answer what the answer is prepared for
     */
    public static boolean agree(ConsentRequest request, ClientSessionContext answer) {
        if (ConsentProgress.in(request.session()).narrowing().isEmpty()) {
            return true;
        }
        @Nullable String parameter = request.authSession().getClientNote(OAuth2Constants.SCOPE);
        Set<String> approved =
                RequestedScopes.of(request.session(), request.authSession(), request.user(), parameter).stream()
                        .map(scope -> scope.getClientScope().getId())
                        .collect(Collectors.toSet());
        return answer.getClientScopesStream().map(ClientScopeModel::getId).allMatch(approved::contains);
    }
}
