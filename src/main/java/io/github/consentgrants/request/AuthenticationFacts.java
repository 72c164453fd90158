package io.github.consentgrants.request;

import io.github.consentgrants.gate.RequestOrigin;
import io.github.consentgrants.record.DecisionFacts.Authentication;
import io.github.consentgrants.record.DecisionFacts.Required;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.common.util.Time;
import org.keycloak.models.Constants;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.AcrUtils;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** How and when the user of a tab signed in, by the notes from which Keycloak will make the claims of the ID token. */
final class AuthenticationFacts {
    /** What an identity provider says of the time is not checked when Keycloak notes it. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,11}");

    private AuthenticationFacts() {}

    /**
     * @param known when the user signed in, if the tab has noted it
     * @param required what the scopes demand of the sign-in; null if nothing
     */
    static Authentication of(ConsentRequest request, Optional<Long> known, @Nullable Required required, Instant now) {
        boolean singleSignOn = AuthenticatorUtil.isSSOAuthentication(request.authSession());
        return new Authentication(
                RequestOrigin.isSaml(request.authSession()) ? null : acr(request.authSession(), singleSignOn),
                known.or(() -> time(request, singleSignOn))
                        .map(Instant::ofEpochSecond)
                        .orElse(now),
                singleSignOn,
                required);
    }

    /** Returns when the user has signed in; the user who has just done so, now. */
    static long seconds(ConsentRequest request) {
        return time(request, AuthenticatorUtil.isSSOAuthentication(request.authSession()))
                .orElseGet(Time::currentTimeSeconds);
    }

    /** Returns the level that the user has reached. */
    static int level(ConsentRequest request) {
        return level(request.authSession(), AuthenticatorUtil.isSSOAuthentication(request.authSession()));
    }

    private static int level(AuthenticationSessionModel tab, boolean singleSignOn) {
        @Nullable String level = tab.getAuthNote(Constants.LEVEL_OF_AUTHENTICATION);
        int loa = level == null ? Constants.NO_LOA : Integer.parseInt(level);
        return loa >= Constants.MINIMUM_LOA ? loa : singleSignOn ? 0 : 1;
    }

    /** As AuthenticationManager.redirectAfterSuccessfulFlow will have it in the user session. */
    private static Optional<Long> time(ConsentRequest request, boolean singleSignOn) {
        AuthenticationSessionModel tab = request.authSession();
        if (!singleSignOn) {
            return Optional.ofNullable(tab.getClientNote(AuthenticationManager.AUTH_TIME_BROKER))
                    .filter(SECONDS.asMatchPredicate())
                    .map(Long::valueOf);
        }
        @Nullable UserSessionModel userSession = request.session()
                .sessions()
                .getUserSession(request.realm(), tab.getParentSession().getId());
        return Optional.ofNullable(userSession)
                .map(found -> found.getNote(AuthenticationManager.AUTH_TIME))
                .filter(SECONDS.asMatchPredicate())
                .map(Long::valueOf);
    }

    /** As AcrProtocolMapper will have it in the ID token. */
    private static String acr(AuthenticationSessionModel tab, boolean singleSignOn) {
        int reached = level(tab, singleSignOn);
        Map<String, Integer> levels = AcrUtils.getAcrLoaMap(tab.getClient());
        String claims = tab.getClientNote(OIDCLoginProtocol.CLAIMS_PARAM);
        return Optional.ofNullable(AcrUtils.mapLoaToAcr(reached, levels, AcrUtils.getRequiredAcrValues(claims)))
                .or(() -> Optional.ofNullable(AcrUtils.mapLoaToAcr(
                        reached,
                        levels,
                        AcrUtils.getAcrValues(
                                claims, tab.getClientNote(OIDCLoginProtocol.ACR_PARAM), tab.getClient()))))
                .or(() -> Optional.ofNullable(AcrUtils.mapLoaToAcr(reached, levels, levels.keySet())))
                .orElse(Integer.toString(reached));
    }
}
