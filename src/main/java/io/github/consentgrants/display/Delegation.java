package io.github.consentgrants.display;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.scope.DelegationScopeType;

/**
 * A scope such as {@code delegation:bob}, by which a user lets somebody else act (Keycloak's token exchange delegation): the token names
 * that user as {@code may_act} (RFC 8693 4.4). The page says so in words, and with the user's own name.
 */
final class Delegation {
    private static final String TEXT = "consentGrantDelegation";
    /** Keycloak's text speaks of a token, and has only two languages. */
    private static final String STOCK_TEXT = "${delegationScopeConsentText}";

    private Delegation() {}

    private static boolean is(ClientScopeModel scope) {
        return DelegationScopeType.TYPE.equals(scope.getParameterizedScopeType());
    }

    /** Returns the text of a scope: ours in the place of Keycloak's; an administrator's own text stays. */
    static String text(ClientScopeModel scope) {
        String text = scope.getConsentScreenText();
        return is(scope) && STOCK_TEXT.equals(text) ? "${" + TEXT + "}" : text;
    }

    /** Returns who may act, made harmless; nothing if it is another scope, or if there is no such user. */
    static Optional<String> actor(DisplaySource source, ClientScopeModel scope, String parameter) {
        return is(scope) ? Optional.ofNullable(user(source, parameter)).map(Delegation::name) : Optional.empty();
    }

    /** Finds the user as Keycloak does when it takes the scope (UsernameScopeType.resolveUser). */
    private static @Nullable UserModel user(DisplaySource source, String parameter) {
        KeycloakSession session = source.session();
        RealmModel realm = source.realm();
        @Nullable UserModel user = session.users().getUserByUsername(realm, parameter);
        return user == null && realm.isLoginWithEmailAllowed() && parameter.contains("@")
                ? session.users().getUserByEmail(realm, parameter)
                : user;
    }

    private static String name(UserModel user) {
        AccountDisplay account = AccountDisplay.of(user);
        String fullName = account.fullName();
        return fullName == null
                ? account.username()
                : Texts.embedded(fullName) + " (" + Texts.embedded(account.username()) + ")";
    }
}
