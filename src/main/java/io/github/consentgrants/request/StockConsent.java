package io.github.consentgrants.request;

import io.github.consentgrants.display.RequestedScopes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserConsentModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.services.managers.UserConsentManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keeps Keycloak's own user consent up to date, for the account console, for offline tokens and for the stock checks, which
 * would ask again otherwise. Written only, never read as proof of anything.
 */
final class StockConsent {
    private StockConsent() {}

    static void write(ConsentRequest request) {
        UserConsentModel consent = existingOrNew(request);
        List<AuthorizationDetails> missing =
                RequestedScopes.of(request.session(), request.authSession(), request.user()).stream()
                        .filter(scope -> scope.getClientScope().isDisplayOnConsentScreen())
                        .filter(scope -> !consent.isClientScopeGranted(
                                scope.getClientScope(), scope.getParameterizedScopeParam()))
                        .toList();
        if (!missing.isEmpty()) {
            missing.forEach(
                    scope -> consent.addGrantedClientScope(scope.getClientScope(), scope.getParameterizedScopeParam()));
            UserConsentManager.updateConsent(request.session(), request.realm(), request.user(), consent);
        }
        answerPrompt(request.authSession());
    }

    private static UserConsentModel existingOrNew(ConsentRequest request) {
        ClientModel client = request.client();
        UserConsentModel existing = UserConsentManager.getConsentByClient(
                request.session(), request.realm(), request.user(), client.getId());
        if (existing != null) {
            return existing;
        }
        UserConsentModel consent = new UserConsentModel(client);
        UserConsentManager.addConsent(request.session(), request.realm(), request.user(), consent);
        return consent;
    }

    /** prompt=consent has been answered: the stock check must not ask a second time. */
    private static void answerPrompt(AuthenticationSessionModel authSession) {
        @Nullable String prompt = authSession.getClientNote(OIDCLoginProtocol.PROMPT_PARAM);
        if (prompt == null) {
            return;
        }
        String rest = Stream.of(prompt.split(" "))
                .filter(value -> !value.equals(OIDCLoginProtocol.PROMPT_VALUE_CONSENT))
                .collect(Collectors.joining(" "));
        if (rest.isEmpty()) {
            authSession.removeClientNote(OIDCLoginProtocol.PROMPT_PARAM);
        } else {
            authSession.setClientNote(OIDCLoginProtocol.PROMPT_PARAM, rest);
        }
    }
}
