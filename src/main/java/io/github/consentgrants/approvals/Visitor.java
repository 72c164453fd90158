package io.github.consentgrants.approvals;

import io.github.consentgrants.request.Impersonation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * Who is signed in.
 *
 * @param user whose approvals these are
 * @param userSession of the browser, or of the access token
 * @param secret known to nobody but Keycloak and this browser's cookie, which scripts cannot read; null with an access token, and for a
 *     cookie without one
 */
record Visitor(
        UserModel user,
        UserSessionModel userSession,
        @Nullable String secret) {
    /** Keycloak puts 256 random bits into each identity cookie (AuthenticationManager.createIdentityToken). */
    private static final String SECRET = "state_checker";

    /** Returns the user of this browser's single sign-on session, if it has one. */
    static Optional<Visitor> of(KeycloakSession session) {
        @Nullable AuthResult known = AuthenticationManager.authenticateIdentityCookie(
                session, session.getContext().getRealm(), true);
        return Optional.ofNullable(known)
                .map(result -> new Visitor(result.user(), result.session(), (String)
                        result.token().getOtherClaims().get(SECRET)));
    }

    /** Says whether an administrator acts in the user's name. */
    boolean isImpersonated() {
        return Impersonation.isBehind(userSession);
    }

    /** Returns the token of the form that takes a grant back; null if this browser cannot have one. */
    @Nullable String takeBackToken(String grantId) {
        return secret == null ? null : TakeBackToken.of(secret, userSession.getId(), grantId);
    }

    /** Returns nothing of the secret: a visitor must not reach a log with it. */
    @Override
    public String toString() {
        return "Visitor[" + user.getId() + "]";
    }
}
