package io.github.consentgrants.request;

import io.github.consentgrants.display.RequestedScopes;
import io.github.consentgrants.store.WrittenConsent;
import io.github.consentgrants.store.WrittenConsents;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.UserConsentModel;
import org.keycloak.models.light.LightweightUserAdapter;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.services.managers.UserConsentManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keeps Keycloak's own user consent up to date, for the account console, for offline tokens and for the stock checks,
 * which would ask again otherwise. The extension reads the consent only where it narrows ({@link StoredConsent}), never
 * as proof of anything. It remembers what it writes, so that this can be removed again ({@link StockConsentRemoval}).
 */
final class StockConsent {
    private StockConsent() {}

    static void write(ConsentRequest request) {
        @Nullable UserConsentModel existing = UserConsentManager.getConsentByClient(
                request.session(),
                request.realm(),
                request.user(),
                request.client().getId());
        UserConsentModel consent = existing == null ? new UserConsentModel(request.client()) : existing;
        List<AuthorizationDetails> missing =
                RequestedScopes.known(request.session(), request.authSession(), request.user()).stream()
                        .filter(scope -> scope.getClientScope().isDisplayOnConsentScreen())
                        .filter(scope -> !scope.getClientScope().isAlwaysConsent())
                        .filter(scope -> !consent.isClientScopeGranted(
                                scope.getClientScope(), scope.getParameterizedScopeParam()))
                        .toList();
        missing.forEach(
                scope -> consent.addGrantedClientScope(scope.getClientScope(), scope.getParameterizedScopeParam()));
        if (existing == null) {
            UserConsentManager.addConsent(request.session(), request.realm(), request.user(), consent);
        } else if (!missing.isEmpty()) {
            UserConsentManager.updateConsent(request.session(), request.realm(), request.user(), consent);
        }
        remember(request, existing == null, missing);
        answerPrompt(request.authSession());
    }

    /** Remembers only what is in the database: the consents of a lightweight user end with the session. */
    private static void remember(ConsentRequest request, boolean created, List<AuthorizationDetails> scopes) {
        if (LightweightUserAdapter.isLightweightUser(request.user())) {
            return;
        }
        long now = Time.currentTimeMillis();
        List<WrittenConsent> written = Stream.concat(
                        created ? Stream.of(written(request, null, null, now)) : Stream.empty(),
                        scopes.stream()
                                .map(scope -> written(
                                        request,
                                        scope.getClientScope().getId(),
                                        scope.getParameterizedScopeParam(),
                                        now)))
                .toList();
        if (written.isEmpty()) {
            return;
        }
        @Nullable WrittenConsents memory = request.session().getProvider(WrittenConsents.class);
        if (memory == null) {
            throw new IllegalStateException("No provider of consent-grant-written-consents is in force");
        }
        memory.remember(request.realm().getId(), written);
    }

    private static WrittenConsent written(
            ConsentRequest request, @Nullable String scopeId, @Nullable String parameter, long now) {
        return new WrittenConsent(request.user().getId(), request.client().getId(), scopeId, parameter, now);
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
