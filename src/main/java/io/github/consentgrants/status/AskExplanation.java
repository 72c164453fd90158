package io.github.consentgrants.status;

import io.github.consentgrants.display.ClientDisplay;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.policy.AskDecision;
import io.github.consentgrants.policy.AskFacts;
import io.github.consentgrants.policy.AskFacts.Approval;
import io.github.consentgrants.policy.AskFacts.Request;
import io.github.consentgrants.policy.AskFacts.Sitting;
import io.github.consentgrants.policy.AskPolicy;
import io.github.consentgrants.policy.Asking;
import io.github.consentgrants.policy.ScopeAsk;
import io.github.consentgrants.policy.SignInRequirement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.TokenManager;

/**
 * Why a user is asked, or not, when a client sends an ordinary authorization request for a code. The rules are those that decide at the
 * page and at the guard.
 *
 * @param asked how often
 * @param rule that decides
 * @param because when it holds, in words
 * @param maxAge how many seconds an approval lasts, if the user is asked once in a session; else null
 * @param clientPolicies what the client policies say of the client: {@code unset}, {@code always}, {@code session}
 * @param users whom they ask: {@code all}, {@code members}, {@code non-members}
 * @param usersOf of which role or group; empty for all
 * @param user whether this user is one of those who are asked: {@code everybody}, {@code asked}, {@code not_asked}
 * @param scopes what the client scopes of the request say
 */
public record AskExplanation(
        String asked,
        String rule,
        String because,
        @Nullable Long maxAge,
        String clientPolicies,
        String users,
        String usersOf,
        String user,
        List<Scope> scopes) {
    private static final String UNSET = "unset";

    public AskExplanation {
        scopes = List.copyOf(scopes);
    }

    /**
     * What a client scope says.
     *
     * @param name of the client scope
     * @param ask {@code unset}, {@code always}, {@code session}, {@code never-alone}
     */
    public record Scope(String name, String ask) {}

    /**
     * Explains.
     *
     * @param scope the {@code scope} parameter of the request; null for none
     * @param now the time by Keycloak's clock
     */
    public static AskExplanation of(
            KeycloakSession session, ClientModel client, UserModel user, @Nullable String scope, Instant now) {
        List<ClientScopeModel> scopes = TokenManager.getRequestedClientScopes(session, scope, client, user)
                .toList();
        // As if the user had just approved such a request in the session: so the rule that is named is not "nothing
        // yet".
        Sitting sitting = new Sitting(true, new Approval("", now, true));
        AskFacts facts =
                Asking.facts(session, request(client, scopes), new Asking(client, scope, scopes, user), sitting);
        AskDecision decision = AskPolicy.decide(facts, now);
        boolean gated = Gate.of(client.getRealm(), client).isPresent();
        return new AskExplanation(
                gated ? asked(decision) : "not_gated",
                decision.rule().id(),
                decision.rule().condition(),
                decision.parentId() == null ? null : (Long) decision.maxAge().toSeconds(),
                facts.client().mode().value(),
                facts.client().users().kind().value(),
                facts.client().users().of(),
                facts.audience().name().toLowerCase(Locale.ROOT),
                scopes.stream()
                        .filter(each -> !(each instanceof ClientModel))
                        .map(each -> new Scope(each.getName(), word(ScopeAsk.of(each))))
                        .toList());
    }

    private static Request request(ClientModel client, List<ClientScopeModel> scopes) {
        return new Request(
                ClientDisplay.isSelfRegistered(client),
                OIDCLoginProtocol.LOGIN_PROTOCOL.equals(client.getProtocol()),
                false,
                scopes.stream().anyMatch(scope -> OAuth2Constants.OFFLINE_ACCESS.equals(scope.getName())),
                false,
                SignInRequirement.of(client, scopes.stream()).isPresent());
    }

    private static String asked(AskDecision decision) {
        return switch (decision.rule().outcome()) {
            case ASK -> "each_request";
            case DERIVE -> "once_per_session";
            case GO_ON -> "never";
        };
    }

    private static String word(ScopeAsk ask) {
        return ask == ScopeAsk.UNSET ? UNSET : ask.value();
    }
}
