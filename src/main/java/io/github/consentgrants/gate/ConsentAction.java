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
 * The required action as a realm has it. A realm can have several models of one provider, enabled or not, under any
 * alias. Keycloak runs triggers and posts by the provider's id, and looks up by alias what a tab or a user has to do
 * (AuthenticationManager.getApplicableRequiredAction). So this class adds the alias to a tab, and removes the alias.
 */
public final class ConsentAction {
    private static final Logger LOG = Logger.getLogger(ConsentAction.class);
    private static final String ALIAS = "alias";

    private ConsentAction() {}

    /** Returns the realm's models of the action, enabled or not. */
    public static Stream<RequiredActionProviderModel> models(RealmModel realm) {
        return realm.getRequiredActionProvidersStream().filter(ConsentAction::isOurs);
    }

    private static boolean isOurs(RequiredActionProviderModel model) {
        return ProviderIds.ACTION.equals(model.getProviderId());
    }

    /** Says whether Keycloak runs the action's trigger in this realm. */
    public static boolean isEnabled(RealmModel realm) {
        return models(realm).anyMatch(RequiredActionProviderModel::isEnabled);
    }

    /** Returns the alias by which Keycloak finds an enabled model; empty if Keycloak finds none. */
    private static Optional<String> alias(RealmModel realm) {
        return models(realm)
                .filter(RequiredActionProviderModel::isEnabled)
                .flatMap(model -> Stream.ofNullable(model.getAlias()))
                .filter(alias -> leadsToIt(realm, alias))
                .findFirst();
    }

    private static boolean leadsToIt(RealmModel realm, String alias) {
        return !alias.isBlank() && isAskable(realm.getRequiredActionProviderByAlias(alias));
    }

    /** Says whether an alias is one by which Keycloak finds an enabled model of the action. Logs nothing. */
    public static boolean isFoundBy(RealmModel realm, @Nullable String alias) {
        return alias != null && leadsToIt(realm, alias);
    }

    /** Two models can have one alias, which leads to one of them only. */
    private static boolean isAskable(@Nullable RequiredActionProviderModel found) {
        return found != null && isOurs(found) && found.isEnabled();
    }

    /** Adds the action to the tab, so that Keycloak shows the page. */
    public static void ask(AuthenticationSessionModel authSession) {
        alias(authSession.getRealm()).ifPresent(authSession::addRequiredAction);
    }

    /** Says whether the tab has the action. */
    public static boolean isAsked(AuthenticationSessionModel authSession) {
        return !ours(authSession.getRealm(), authSession.getRequiredActions().stream())
                .isEmpty();
    }

    /** Removes the action from the tab. */
    public static void settle(AuthenticationSessionModel authSession) {
        Set<String> pending = authSession.getRequiredActions();
        ours(authSession.getRealm(), pending.stream()).forEach(authSession::removeRequiredAction);
    }

    /** Removes the action from a user. The action belongs to requests; on a user it would block clients that are not gated. */
    public static void takeOff(RealmModel realm, UserModel user) {
        ours(realm, user.getRequiredActionsStream()).forEach(user::removeRequiredAction);
    }

    /** Makes the action no default action, so that new users do not get it. */
    public static void endDefault(RealmModel realm) {
        List<RequiredActionProviderModel> defaults = models(realm)
                .filter(RequiredActionProviderModel::isDefaultAction)
                .toList();
        defaults.forEach(model -> {
            realm.updateRequiredActionProvider(withoutDefault(model));
            LOG.warnf(
                    "The required action '%s' of realm '%s' was made a default action. This was undone: the action belongs"
                            + " to requests, not to users",
                    ProviderIds.ACTION, RealmLog.clean(realm.getName()));
        });
    }

    /** Makes a copy, because the model belongs to Keycloak's cache. */
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

    /**
     * Says whether an alias leads to the action. The provider's id does, unless another action of the realm has it as
     * alias.
     */
    public static boolean isOurs(RealmModel realm, String alias) {
        @Nullable RequiredActionProviderModel model = realm.getRequiredActionProviderByAlias(alias);
        return model == null ? ProviderIds.ACTION.equals(alias) : isOurs(model);
    }

    /**
     * Ignores a client's request for this very action (kc_action): Keycloak would skip the action, which does not
     * support such requests.
     */
    public static void ignoreRequestForIt(AuthenticationSessionModel authSession) {
        @Nullable String kcAction = authSession.getClientNote(Constants.KC_ACTION);
        if (kcAction != null && isAskedFor(authSession.getRealm(), kcAction.strip())) {
            authSession.removeClientNote(Constants.KC_ACTION);
        }
    }

    private static boolean isAskedFor(RealmModel realm, String kcAction) {
        return ProviderIds.ACTION.equals(kcAction.toLowerCase(Locale.ROOT)) || isOurs(realm, kcAction);
    }

    /** Says whether Keycloak finds the page. The log says so if the action is enabled and Keycloak does not find it. */
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
