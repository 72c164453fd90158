package io.github.consentgrants.request;

import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * The other consent pages of a browser, when one of its tabs ends. Keycloak then ages all tabs, so that they end within
 * a minute: its own pages sign on by themselves
 * (AuthenticationSessionManager.updateAuthenticationSessionAfterSuccessfulAuthentication). A user reads a consent page,
 * so it keeps the realm's login timeout, as when a tab is opened.
 */
public final class OtherPages extends AbstractKeycloakTransaction {
    private static final int MILLIS = 1000;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String rootSession;
    private final String tab;
    private final int timeBefore;
    private final boolean others;

    private OtherPages(KeycloakSession session, AuthenticationSessionModel tab) {
        this.session = session;
        this.realm = tab.getRealm();
        this.rootSession = tab.getParentSession().getId();
        this.tab = tab.getTabId();
        this.timeBefore = tab.getParentSession().getTimestamp();
        this.others = isAnotherAsked(tab.getParentSession());
    }

    /** Keeps the time of the other pages if {@code tab} ends in this request, whatever its client and protocol. */
    public static void keepTime(KeycloakSession session, AuthenticationSessionModel tab) {
        ConsentProgress progress = ConsentProgress.in(session);
        if (progress.beginsToKeepTime()) {
            OtherPages pages = new OtherPages(session, tab);
            progress.rootOfOtherPages(pages.others ? pages.rootSession : null);
            session.getTransactionManager().enlistPrepare(pages);
        }
    }

    /** Says whether Keycloak has ended them all with the tab: it does if the realm's sessions are shorter than a sign-in may be. */
    static boolean haveEnded(KeycloakSession session) {
        return ConsentProgress.in(session)
                .rootOfOtherPages()
                .filter(root -> session.authenticationSessions()
                                .getRootAuthenticationSession(
                                        session.getContext().getRealm(), root)
                        == null)
                .isPresent();
    }

    private @Nullable RootAuthenticationSessionModel root() {
        return session.authenticationSessions().getRootAuthenticationSession(realm, rootSession);
    }

    private boolean isAnotherAsked(RootAuthenticationSessionModel root) {
        return root.getAuthenticationSessions().values().stream()
                .anyMatch(other -> !other.getTabId().equals(tab) && ConsentNotes.isAsked(other));
    }

    /**
     * Says that {@code tab} has ended. Keycloak can still change a note of it, which brings the tab back: with single
     * sign-on (AuthenticationManager.redirectAfterSuccessfulFlow), and after an action
     * (LoginActionsService.processRequireAction).
     */
    public static void ended(KeycloakSession session, AuthenticationSessionModel tab) {
        ConsentProgress.in(session).ended(tab.getTabId());
        keepTime(session, tab);
    }

    @Override
    protected void commitImpl() {
        @Nullable RootAuthenticationSessionModel root = root();
        if (root == null) {
            return;
        }
        boolean ended = ConsentProgress.in(session).hasEnded(tab);
        if (ended && root.getAuthenticationSessions().containsKey(tab)) {
            root.removeAuthenticationSessionByTabId(tab);
        }
        if (isAnotherAsked(root) && (ended || root.getTimestamp() < timeBefore)) {
            root.setTimestamp((int) (Time.currentTimeMillis() / MILLIS));
        }
    }

    @Override
    protected void rollbackImpl() {
        // The tab has not ended.
    }
}
