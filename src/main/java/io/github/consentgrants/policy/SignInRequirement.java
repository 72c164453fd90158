package io.github.consentgrants.policy;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.Constants;
import org.keycloak.protocol.oidc.utils.AcrUtils;

/**
 * What the client scopes of a request demand of the sign-in at the click. It is an attribute of a client scope, which
 * only administrators write. Of several scopes the strictest holds.
 *
 * @param level the lowest level of authentication
 * @param maxAge how many seconds ago the user may have signed in
 */
public record SignInRequirement(int level, long maxAge) {
    /** Attribute: an acr, as Keycloak maps it to a level, or a level. */
    private static final String MIN_ACR = "consent-grants.min-acr";

    /** Attribute: seconds. */
    private static final String MAX_AUTH_AGE = "consent-grants.max-auth-age";

    /** Users need time to read. What cannot be read, or is shorter, is this. */
    static final long SHORTEST = 60;

    /** Nobody reaches it. An acr that nobody knows is this. */
    private static final int NEVER = Integer.MAX_VALUE;

    private static final SignInRequirement NONE = new SignInRequirement(Constants.NO_LOA, Long.MAX_VALUE);

    /**
     * Returns what scopes demand; empty if that is nothing. A client demands nothing of itself, whatever its attributes are.
     *
     * @param scopes what a request of the client resolves to
     */
    public static Optional<SignInRequirement> of(ClientModel client, Stream<ClientScopeModel> scopes) {
        return scopes.filter(scope -> !(scope instanceof ClientModel))
                .map(scope -> of(client, scope))
                .reduce(SignInRequirement::and)
                .filter(requirement -> !requirement.equals(NONE));
    }

    private static SignInRequirement of(ClientModel client, ClientScopeModel scope) {
        @Nullable String acr = scope.getAttribute(MIN_ACR);
        @Nullable String age = scope.getAttribute(MAX_AUTH_AGE);
        return new SignInRequirement(
                acr == null || acr.isBlank() ? NONE.level : level(client, acr.strip()),
                age == null || age.isBlank() ? NONE.maxAge : seconds(age.strip()));
    }

    private static int level(ClientModel client, String acr) {
        Map<String, Integer> levels = AcrUtils.getAcrLoaMap(client);
        return Optional.ofNullable(levels.get(acr))
                .orElseGet(() -> acr.matches("\\d{1,9}") ? Integer.parseInt(acr) : NEVER);
    }

    private static long seconds(String age) {
        return age.matches("\\d{1,9}") ? Math.max(SHORTEST, Long.parseLong(age)) : SHORTEST;
    }

    private SignInRequirement and(SignInRequirement other) {
        return new SignInRequirement(Math.max(level, other.level), Math.min(maxAge, other.maxAge));
    }

    /** Returns the level; null if none is demanded. */
    public @Nullable Integer levelOrNull() {
        return level == NONE.level ? null : level;
    }

    /** Returns the age; null if none is demanded. */
    public @Nullable Long maxAgeOrNull() {
        return maxAge == NONE.maxAge ? null : maxAge;
    }

    /** Says whether a sign-in by the client's browser flow can reach the level: without conditions for levels it is 1. */
    public boolean isReachable(ClientModel client) {
        @Nullable String own = client.getAuthenticationFlowBindingOverride("browser");
        AuthenticationFlowModel flow = client.getRealm().getBrowserFlow();
        String flowId = own == null || own.isBlank() ? flow.getId() : own;
        return level
                <= LoAUtil.getLoaMaxAgesConfiguredInRealmFlow(client.getRealm(), flowId).keySet().stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(1);
    }

    /**
     * Says whether a sign-in is what is demanded.
     *
     * @param reached its level
     * @param at when it was, in seconds
     * @param now in seconds
     */
    public boolean isMet(int reached, long at, long now) {
        return reached >= level && (maxAge == NONE.maxAge || now - at <= maxAge);
    }
}
