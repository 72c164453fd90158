package io.github.consentgrants.request;

import io.github.consentgrants.display.RequestedScopes;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.policy.SignInRequirement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The sign-in of a tab, where a scope of its request demands something of it. Level and time are noted when the user is
 * first asked in the tab, so that page, click and code go by the same; a sign-in that begins anew forgets them.
 *
 * @param requirement what is demanded
 * @param level the level of authentication that was reached
 * @param at when the user signed in, in seconds
 */
public record RequiredSignIn(SignInRequirement requirement, int level, long at) {
    private static final String NOTE = "consent-grant.signed-in";
    private static final String SEPARATOR = " ";

    /**
     * Returns it; empty if no scope demands anything.
     *
     * @param scopes what the request resolves to
     */
    public static Optional<RequiredSignIn> of(ConsentRequest request, List<AuthorizationDetails> scopes) {
        return SignInRequirement.of(request.client(), scopes.stream().map(AuthorizationDetails::getClientScope))
                .map(requirement -> read(requirement, noted(request)));
    }

    private static RequiredSignIn read(SignInRequirement requirement, String note) {
        int separator = note.indexOf(SEPARATOR);
        return new RequiredSignIn(
                requirement,
                Integer.parseInt(note.substring(0, separator)),
                Long.parseLong(note.substring(separator + 1)));
    }

    private static String noted(ConsentRequest request) {
        @Nullable String note = request.note(NOTE);
        return note == null
                ? AuthenticationFacts.level(request) + SEPARATOR + AuthenticationFacts.seconds(request)
                : note;
    }

    /** Notes the sign-in when the user is asked for the first time, if a scope demands anything of it; returns it. */
    static Optional<RequiredSignIn> note(ConsentRequest request, List<AuthorizationDetails> scopes) {
        Optional<RequiredSignIn> signIn = of(request, scopes);
        signIn.ifPresent(facts -> request.authSession().setAuthNote(NOTE, facts.level() + SEPARATOR + facts.at()));
        return signIn;
    }

    /** Says whether it is what is demanded, now. */
    public boolean isMet() {
        return requirement.isMet(level, at, Time.currentTimeSeconds());
    }

    /** Returns what is bound. */
    String toText() {
        return "level " + level + " of " + requirement.level() + ", at " + at + " within " + requirement.maxAge();
    }

    /** Says whether the user has just signed in and was not asked yet: to begin anew would lead here again. */
    public static boolean isFresh(ConsentRequest request) {
        return ConsentNotes.shown(request.authSession()) == null
                && !AuthenticatorUtil.isSSOAuthentication(request.authSession());
    }

    /** Returns what a request demands, whose user may not be known yet; empty if that is nothing. */
    public static Optional<SignInRequirement> demanded(
            KeycloakSession session, ClientModel client, @Nullable String scope, @Nullable UserModel user) {
        return SignInRequirement.of(client, RequestedScopes.models(session, client, scope, user));
    }

    /**
     * Has Keycloak demand, of the sign-in that is about to begin, the level that the scopes demand, as if the client had
     * asked for it.
     */
    public static Optional<SignInRequirement> demand(KeycloakSession session, AuthenticationSessionModel tab) {
        if (Gate.of(tab).isEmpty()) {
            return Optional.empty();
        }
        Optional<SignInRequirement> requirement = demanded(
                session, tab.getClient(), tab.getClientNote(OAuth2Constants.SCOPE), tab.getAuthenticatedUser());
        requirement.ifPresent(demanded -> {
            @Nullable String asked = tab.getClientNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION);
            if (asked == null || Integer.parseInt(asked) < demanded.level()) {
                tab.setClientNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION, Integer.toString(demanded.level()));
            }
        });
        return requirement;
    }

    /** Does the same for a user who is signed in, and says whether that was too long ago. */
    public static boolean demandAnew(
            KeycloakSession session, @Nullable UserSessionModel userSession, AuthenticationSessionModel tab) {
        Optional<SignInRequirement> requirement = demand(session, tab);
        if (requirement.isEmpty() || requirement.get().maxAgeOrNull() == null || userSession == null) {
            return false;
        }
        @Nullable String time = userSession.getNote(AuthenticationManager.AUTH_TIME);
        long at = time == null || !time.matches("\\d{1,11}") ? 0 : Long.parseLong(time);
        return Time.currentTimeSeconds() - at > requirement.get().maxAge();
    }
}
