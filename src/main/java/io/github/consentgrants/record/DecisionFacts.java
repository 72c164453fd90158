package io.github.consentgrants.record;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record is made from. Values, as Keycloak or the request has them; {@link RecordDocument} says what becomes of them.
 *
 * @param decision what the user decided
 * @param decidedAt when
 * @param realmName name of the realm
 * @param binding of the page that was decided; most other facts of the request are in it
 * @param display what the page showed, as its template had it, without what was left out
 * @param scopes names of the client scopes, without those that were left out
 * @param leftOut what the page showed and the user left out
 * @param session id of the user session
 * @param authentication how and when the user signed in
 * @param request the parameters that are kept as they were sent
 * @param browser address and user agent; null if the realm does not keep them
 * @param claimValues whether the user's own values are kept, where the page showed them
 * @param derivedFrom id of the grant whose click covers this one, of which no page was shown; null for a click
 */
public record DecisionFacts(
        Decision decision,
        Instant decidedAt,
        String realmName,
        Binding binding,
        Map<String, @Nullable Object> display,
        List<String> scopes,
        LeftOut leftOut,
        String session,
        Authentication authentication,
        Request request,
        @Nullable Browser browser,
        boolean claimValues,
        @Nullable String derivedFrom) {
    public DecisionFacts {
        scopes = List.copyOf(scopes);
    }

    /**
     * What was left out.
     *
     * @param scopes names of client scopes that were left out altogether
     * @param texts as the page showed them
     */
    public record LeftOut(List<String> scopes, List<String> texts) {
        /** The page had no choice, or the user took all. */
        public static final LeftOut NOTHING = new LeftOut(List.of(), List.of());

        public LeftOut {
            scopes = List.copyOf(scopes);
            texts = List.copyOf(texts);
        }

        boolean isNothing() {
            return texts.isEmpty();
        }
    }

    /**
     * How the user signed in.
     *
     * @param acr as the ID token will have it (OIDC Core 2); null for SAML
     * @param at as the ID token's {@code auth_time} (OIDC Core 2); for a sign-in that led to the page, the time of the decision
     * @param singleSignOn whether an earlier sign-in was used
     * @param required what the scopes have demanded of it; null if nothing
     */
    public record Authentication(
            @Nullable String acr,
            Instant at,
            boolean singleSignOn,
            @Nullable Required required) {}

    /**
     * What scopes demand of a sign-in.
     *
     * @param level the lowest level of authentication; null for any
     * @param maxAge seconds since the sign-in; null for any
     */
    public record Required(
            @Nullable Integer level, @Nullable Long maxAge) {}

    /**
     * Parameters of the authorization request, as they were sent.
     *
     * @param claims {@code claims} (OIDC Core 5.5)
     * @param authorizationDetails {@code authorization_details} (RFC 9396)
     */
    public record Request(@Nullable String claims, @Nullable String authorizationDetails) {}

    /**
     * The browser of the click.
     *
     * @param address IP address, as Keycloak sees it
     * @param userAgent the header {@code User-Agent}
     */
    public record Browser(String address, @Nullable String userAgent) {}
}
