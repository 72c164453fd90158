package io.github.consentgrants.policy;

import io.github.consentgrants.policy.AskFacts.Request;
import io.github.consentgrants.policy.AskFacts.Sitting;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Who asks whom for what, as Keycloak has it.
 *
 * @param client that asks
 * @param scope the {@code scope} parameter
 * @param scopes the client scopes that it resolves to, the client itself included
 * @param user who would be asked
 */
public record Asking(
        ClientModel client, @Nullable String scope, List<? extends ClientScopeModel> scopes, UserModel user) {
    public Asking {
        scopes = List.copyOf(scopes);
    }

    /**
     * Reads what the realm says of it.
     *
     * @param request what of the request decides
     * @param sitting what the user's session knows
     */
    public static AskFacts facts(KeycloakSession session, Request request, Asking asking, Sitting sitting) {
        ClientAsk client = ClientPolicies.of(session, asking.client(), asking.scope());
        return new AskFacts(
                request,
                client,
                asking.asks(),
                client.users().audience(session, asking.client().getRealm(), asking.user()),
                sitting);
    }

    private Set<ScopeAsk> asks() {
        Set<ScopeAsk> asks = EnumSet.noneOf(ScopeAsk.class);
        scopes.stream().filter(Asking::counts).map(ScopeAsk::of).forEach(asks::add);
        return asks;
    }

    /** The client itself is among its scopes, for its own mappers. Without any it releases nothing. */
    private static boolean counts(ClientScopeModel scope) {
        return !(scope instanceof ClientModel client)
                || client.getProtocolMappersStream().findAny().isPresent();
    }

    /** Says whether requests of a client may go on without a page, as far as can be told without a request. */
    public static boolean maySpare(KeycloakSession session, ClientModel client, @Nullable String scope) {
        ClientAsk ask = ClientPolicies.of(session, client, scope);
        return ask.mode() == ClientAsk.Mode.SESSION
                || !ask.users().equals(AskedUsers.ALL)
                || hasLenientScope(client, true)
                || hasLenientScope(client, false);
    }

    private static boolean hasLenientScope(ClientModel client, boolean isDefault) {
        return client.getClientScopes(isDefault).values().stream()
                .map(ScopeAsk::of)
                .anyMatch(ask -> ask == ScopeAsk.SESSION || ask == ScopeAsk.NEVER_ALONE);
    }
}
