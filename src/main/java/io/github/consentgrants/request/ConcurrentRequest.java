package io.github.consentgrants.request;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.AuthenticationSessionProvider;
import org.keycloak.sessions.CommonClientSessionModel.Action;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * Another request of the same tab, at the same time: a second post of the page, or a second resume. Keycloak writes the
 * tab only after the database has committed, so a request that went on at once could meet a tab without the other
 * request's click, or a tab that is about to end.
 */
public final class ConcurrentRequest {
    /** Stands for the path of a tab that has ended. */
    public static final String ENDED = "";

    /** The providers that keep tabs in a cache and write them when the database has committed. */
    private static final Set<String> CACHES = Set.of("infinispan", "remote");

    /**
     * PostgreSQL keeps a row locked for an UPDATE that has waited for it and then found it spent. The next request waits for the
     * end of this one, and a statement may take 5 seconds.
     */
    private static final Duration LIMIT_WITH_LOCK = Duration.ofSeconds(2);

    private ConcurrentRequest() {}

    /**
     * Waits, for a bounded time, until the other request's click can be read, or the tab has ended.
     *
     * @return the path at which the tab then is, or {@link #ENDED}; empty if neither happened in time, for example
     *     because the other request's node went down
     */
    public static Optional<String> awaitDecision(ConsentRequest request, String pageId) {
        return await(
                BoundedWait.LIMIT, request, tab -> isLedOn(tab, pageId) ? Optional.of(path(tab)) : Optional.empty());
    }

    /**
     * On the node that keeps the tab, the other request's notes can be read one by one: first the click, last that the
     * tab has returned to the flow. If the flow ends with a code, the tab ends instead.
     */
    private static boolean isLedOn(AuthenticationSessionModel tab, String pageId) {
        return ConsentNotes.isClicked(tab, pageId) && !ConsentNotes.returnsToFlow(tab);
    }

    /**
     * Goes by the tab's action and not by the note of a path, as Keycloak does when it admits a step
     * (ClientSessionCode.isValidAction).
     */
    private static String path(AuthenticationSessionModel tab) {
        return Action.AUTHENTICATE.name().equals(tab.getAction())
                ? LoginActionsService.AUTHENTICATE_PATH
                : LoginActionsService.REQUIRED_ACTION;
    }

    /** Returns the path at which the tab is now, or {@link #ENDED}. */
    static String place(ConsentRequest request) {
        return read(request, tab -> Optional.of(path(tab))).orElseThrow();
    }

    /** Waits, for a short time, until the tab has ended, and says whether it has. */
    static boolean awaitEnd(ConsentRequest request) {
        return await(LIMIT_WITH_LOCK, request, tab -> Optional.empty()).isPresent();
    }

    private static Optional<String> await(
            Duration limit, ConsentRequest request, Function<AuthenticationSessionModel, Optional<String>> path) {
        return isInCache(request.session())
                ? BoundedWait.until(limit, () -> read(request, path), Optional::isPresent)
                : Optional.empty();
    }

    /**
     * Says whether tabs are kept in a cache. In the database (feature "stateless") a tab is locked from the moment at which a request has read
     * it until the request ends. So no other request changes the tab meanwhile, and a second transaction would wait for this very
     * request.
     */
    public static boolean isInCache(KeycloakSession session) {
        ProviderFactory<AuthenticationSessionProvider> tabs =
                session.getKeycloakSessionFactory().getProviderFactory(AuthenticationSessionProvider.class);
        return CACHES.contains(tabs.getId());
    }

    /** Says whether this request has ended the tab. */
    public static boolean hasEnded(KeycloakSession session, AuthenticationSessionModel tab) {
        @Nullable RootAuthenticationSessionModel root = session.authenticationSessions()
                .getRootAuthenticationSession(
                        tab.getRealm(), tab.getParentSession().getId());
        return root == null || root.getAuthenticationSession(tab.getClient(), tab.getTabId()) == null;
    }

    /** Reads in a Keycloak session of its own, because this request's session keeps the tab as it was first read. */
    private static Optional<String> read(
            ConsentRequest request, Function<AuthenticationSessionModel, Optional<String>> path) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                request.session().getKeycloakSessionFactory(),
                session -> tab(session, request.authSession()).map(path).orElse(Optional.of(ENDED)));
    }

    private static Optional<AuthenticationSessionModel> tab(KeycloakSession session, AuthenticationSessionModel seen) {
        RealmModel realm = session.realms().getRealm(seen.getRealm().getId());
        session.getContext().setRealm(realm);
        RootAuthenticationSessionModel root = session.authenticationSessions()
                .getRootAuthenticationSession(realm, seen.getParentSession().getId());
        return Optional.ofNullable(root)
                .map(all -> all.getAuthenticationSession(
                        realm.getClientById(seen.getClient().getId()), seen.getTabId()));
    }
}
