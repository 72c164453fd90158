package io.github.consentgrants.request;

import io.github.consentgrants.display.Display;
import io.github.consentgrants.display.DisplaySource;
import io.github.consentgrants.display.RequestedScopes;
import io.github.consentgrants.gate.RecordSettings;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.record.DecisionFacts;
import io.github.consentgrants.record.DecisionFacts.Authentication;
import io.github.consentgrants.record.DecisionFacts.Browser;
import io.github.consentgrants.record.DecisionFacts.Request;
import io.github.consentgrants.record.DecisionFacts.Required;
import io.github.consentgrants.record.RecordDocument;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakContext;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Makes the record of a decision from the page that the click was compared with, so that nothing is computed twice. */
public final class DecisionRecord {
    /** Headers can be of any length. */
    private static final int USER_AGENT_LENGTH = 500;

    private DecisionRecord() {}

    /**
     * Returns the record of a click; null if the realm keeps none.
     *
     * @param leftOut what the user has left out of the page
     */
    public static @Nullable ConsentRecord of(
            ConsentRequest request,
            ConsentPage.Live live,
            LeftOut leftOut,
            RecordSettings settings,
            Decision decision) {
        return of(request, live, leftOut, settings, decision, null);
    }

    /** Returns the record of a grant that is derived from another one; null if the realm keeps none. */
    static @Nullable ConsentRecord derived(
            ConsentRequest request, ConsentPage.Live live, RecordSettings settings, String parentId) {
        return of(request, live, LeftOut.NOTHING, settings, Decision.GRANTED, parentId);
    }

    private static @Nullable ConsentRecord of(
            ConsentRequest request,
            ConsentPage.Live live,
            LeftOut leftOut,
            RecordSettings settings,
            Decision decision,
            @Nullable String derivedFrom) {
        if (!settings.kept()) {
            return null;
        }
        AuthenticationSessionModel tab = request.authSession();
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        Choice choice = Choice.of(live, leftOut);
        return RecordDocument.of(new DecisionFacts(
                decision,
                now,
                request.realm().getName(),
                live.binding(),
                choice.given().toModel(),
                choice.scopeNames(),
                choice.leftOut(),
                tab.getParentSession().getId(),
                authentication(request, RequiredSignIn.of(request, live.source().scopes()), now),
                new Request(
                        tab.getClientNote(OIDCLoginProtocol.CLAIMS_PARAM),
                        tab.getClientNote(OAuth2Constants.AUTHORIZATION_DETAILS)),
                settings.browser() ? browser(request.session().getContext()) : null,
                settings.claimValues(),
                derivedFrom));
    }

    private static Authentication authentication(ConsentRequest request, Optional<RequiredSignIn> signIn, Instant now) {
        return AuthenticationFacts.of(
                request,
                signIn.map(RequiredSignIn::at),
                signIn.map(RequiredSignIn::requirement)
                        .map(demanded -> new Required(demanded.levelOrNull(), demanded.maxAgeOrNull()))
                        .orElse(null),
                now);
    }

    /**
     * What the user has chosen of a page.
     *
     * @param given what the page would show of that alone
     * @param scopeNames names of its client scopes
     * @param leftOut what was shown and left out
     */
    private record Choice(Display given, List<String> scopeNames, DecisionFacts.LeftOut leftOut) {
        Choice {
            scopeNames = List.copyOf(scopeNames);
        }

        static Choice of(ConsentPage.Live live, LeftOut leftOut) {
            DisplaySource source = live.source();
            if (leftOut.isNothing()) {
                return new Choice(live.display(), source.scopeNames(), DecisionFacts.LeftOut.NOTHING);
            }
            DisplaySource given = source.narrowedTo(source.scopes().stream()
                    .filter(scope -> !leftOut.tokens().contains(RequestedScopes.token(scope)))
                    .toList());
            List<String> names = given.scopeNames();
            return new Choice(
                    Display.of(given),
                    names,
                    new DecisionFacts.LeftOut(
                            source.scopeNames().stream()
                                    .filter(name -> !names.contains(name))
                                    .toList(),
                            live.display().access().textsOf(source.options().valuesOf(leftOut.tokens()))));
        }
    }

    private static Browser browser(KeycloakContext context) {
        @Nullable String userAgent = context.getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.USER_AGENT);
        return new Browser(
                context.getConnection().getRemoteAddr(),
                userAgent == null ? null : userAgent.substring(0, Math.min(USER_AGENT_LENGTH, userAgent.length())));
    }
}
