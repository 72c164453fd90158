package io.github.consentgrants.gate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The required action as a realm has it. A realm can have several models of one provider, enabled or not, under any alias.
 * Keycloak runs triggers and posts by the provider's id, and looks up by alias what a tab or a user has to do (AuthenticationManager
 * .getApplicableRequiredAction); so a tab is given, and relieved of, the alias.
 */
public final class ConsentAction {
    private static final Logger LOG = Logger.getLogger(ConsentAction.class);
    private static final String ALIAS = "alias";

    private ConsentAction() {}

    static Stream<RequiredActionProviderModel> models(RealmModel realm) {
        return realm.getRequiredActionProvidersStream().filter(ConsentAction::isOurs);
    }

    private static boolean isOurs(RequiredActionProviderModel model) {
        return ProviderIds.ACTION.equals(model.getProviderId());
    }

    /** Says whether Keycloak runs the action's trigger in this realm. */
    public static boolean isEnabled(RealmModel realm) {
        return models(realm).anyMatch(RequiredActionProviderModel::isEnabled);
    }

    /** Returns the alias by which Keycloak finds an enabled model; nothing if the page cannot be asked for. */
    private static Optional<String> alias(RealmModel realm) {
        return models(realm)
                .filter(RequiredActionProviderModel::isEnabled)
                .flatMap(model -> Stream.ofNullable(model.getAlias()))
                .filter(alias -> !alias.isBlank() && isAskable(realm.getRequiredActionProviderByAlias(alias)))
                .findFirst();
    }

    /** Two models can have one alias, which leads to one of them only. */
    private static boolean isAskable(@Nullable RequiredActionProviderModel found) {
        return found != null && isOurs(found) && found.isEnabled();
    }

    /** Has Keycloak show the page to this tab. */
    public static void ask(AuthenticationSessionModel authSession) {
        alias(authSession.getRealm()).ifPresent(authSession::addRequiredAction);
    }

    /** Relieves the tab of the page. */
    public static void settle(AuthenticationSessionModel authSession) {
        Set<String> pending = authSession.getRequiredActions();
        ours(authSession.getRealm(), pending.stream()).forEach(authSession::removeRequiredAction);
    }

    /** Takes the action off a user: it belongs to requests, and on a user it stands in the way of clients that are not gated. */
    public static void takeOff(RealmModel realm, UserModel user) {
        ours(realm, user.getRequiredActionsStream()).forEach(user::removeRequiredAction);
    }

    /** Has new users not get it. */
    public static void endDefault(RealmModel realm) {
        List<RequiredActionProviderModel> defaults = models(realm)
                .filter(RequiredActionProviderModel::isDefaultAction)
                .toList();
        defaults.forEach(model -> {
            realm.updateRequiredActionProvider(withoutDefault(model));
            LOG.warnf(
                    "The required action '%s' of realm '%s' was made one that new users get. It is not one any more: it belongs"
                            + " to requests, not to users",
                    ProviderIds.ACTION, RealmLog.clean(realm.getName()));
        });
    }

    /** A copy: Keycloak's cache hands out its own. */
    private static RequiredActionProviderModel withoutDefault(RequiredActionProviderModel model) {
        RequiredActionProviderModel copy = new RequiredActionProviderModel();
        copy.setId(model.getId());
        copy.setAlias(model.getAlias());
        copy.setName(model.getName());
        copy.setProviderId(model.getProviderId());
        copy.setEnabled(model.isEnabled());
        copy.setPriority(model.getPriority());
        copy.setConfig(model.getConfig());
        copy.setDefaultAction(false);
        return copy;
    }

    private static Set<String> ours(RealmModel realm, Stream<String> aliases) {
        return aliases.filter(alias -> isOurs(realm, alias)).collect(Collectors.toSet());
    }

    /** Says whether an alias is the action's; the id is, unless the realm has another action under it. */
    public static boolean isOurs(RealmModel realm, String alias) {
        @Nullable RequiredActionProviderModel model = realm.getRequiredActionProviderByAlias(alias);
        return model == null ? ProviderIds.ACTION.equals(alias) : isOurs(model);
    }

    /** A client that asks for this very action (kc_action) would make Keycloak skip it as one that cannot be asked for. */
    public static void ignoreRequestForIt(AuthenticationSessionModel authSession) {
        @Nullable String kcAction = authSession.getClientNote(Constants.KC_ACTION);
        if (kcAction != null && isAskedFor(authSession.getRealm(), kcAction.strip())) {
            authSession.removeClientNote(Constants.KC_ACTION);
        }
    }

    private static boolean isAskedFor(RealmModel realm, String kcAction) {
        return ProviderIds.ACTION.equals(kcAction.toLowerCase(Locale.ROOT)) || isOurs(realm, kcAction);
    }

    /** Says whether Keycloak finds the page; that it does not, although it is enabled, is said in the log. */
    public static boolean isAskable(RealmModel realm) {
        RealmLog log = new RealmLog(realm);
        boolean found = alias(realm).isPresent();
        if (found) {
            log.settled(ALIAS);
        } else if (isEnabled(realm)) {
            log.say(
                    Level.ERROR,
                    ALIAS,
                    "",
                    "In realm '%s' no enabled required action '" + ProviderIds.ACTION + "' has an alias by which"
                            + " Keycloak finds it, so gated clients are refused. Give it the alias '"
                            + ProviderIds.ACTION + "', or delete it and register it again");
        }
        return found;
    }
}
