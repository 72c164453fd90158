package io.github.consentgrants.request;

import io.github.consentgrants.display.RequestedScopes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.Profile;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.rar.AuthorizationDetails;

/**
 * Keycloak stores no consent to a parameterized scope that always asks. It notes the approved scopes in the client
 * session, and gives tokens for no others (TokenManager.verifyConsentStillAvailable). Its own consent page overwrites
 * the note. Here the note keeps what was approved before in the session, so that the tokens of another tab can still be
 * refreshed (docs/adr/0070).
 */
public final class SessionConsent {
    /** How many earlier ones are kept: each payment may have a parameter of its own. */
    private static final int KEPT = 20;

    private SessionConsent() {}

    /** Adds the scopes of the request, whose grant was consumed, to those that the client session may have tokens for. */
    public static void add(ConsentRequest request, AuthenticatedClientSessionModel clientSession) {
        if (!Profile.isFeatureEnabled(Profile.Feature.PARAMETERIZED_SCOPES)) {
            return;
        }
        List<String> approved = RequestedScopes.of(request.session(), request.authSession(), request.user()).stream()
                .filter(scope -> scope.getClientScope().isAlwaysConsent())
                .map(SessionConsent::name)
                .toList();
        if (approved.isEmpty()) {
            return;
        }
        @Nullable String before = clientSession.getNote(OIDCLoginProtocol.CONSENT_NOTE);
        Stream<String> kept = TokenManager.parseScopeParameter(Objects.requireNonNullElse(before, ""))
                .filter(scope -> !scope.isEmpty() && !approved.contains(scope))
                .limit(KEPT);
        clientSession.setNote(
                OIDCLoginProtocol.CONSENT_NOTE,
                Stream.concat(approved.stream(), kept).collect(Collectors.joining(" ")));
    }

    private static String name(AuthorizationDetails scope) {
        String name = scope.getClientScope().getName();
        @Nullable String parameter = scope.getParameterizedScopeParam();
        return parameter == null ? name : name + ClientScopeModel.VALUE_SEPARATOR + parameter;
    }
}
