package io.github.consentgrants.request;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The auth notes of a tab. Auth notes only: client notes are copied into forks, restarts and the client session. None
 * of them holds a verdict: a note can ask for the page, or name a click that the database must still confirm.
 */
public final class ConsentNotes {
    private static final String CLICKED = "consent-grant.clicked";
    private static final String RETURN_TO_FLOW = "consent-grant.return-to-flow";
    private static final String NOTICE = "consent-grant.notice";
    private static final String SHOWN = "consent-grant.shown";
    private static final String BROWSER = "consent-grant.browser";

    private ConsentNotes() {}

    /** Why the page is shown once more. */
    public enum Notice {
        /** The approval was not used in time. */
        EXPIRED,
        /** Something of the request, or of what was shown, is no longer as it was. */
        CHANGED,
        /** The page that was answered is not the one this browser was shown last. */
        INTERRUPTED,
        /** The page was not answered in time, and Keycloak began anew. */
        TIMED_OUT,
        /** The click was used by another request, whose response the browser may have dropped. */
        ANSWERED
    }

    /** Says whether this page was authorized, as far as the tab knows; whether there is a grant, the database says. */
    static boolean isClicked(AuthenticationSessionModel authSession, String pageId) {
        return pageId.equals(authSession.getAuthNote(CLICKED));
    }

    /** Notes the click, and what it has left out, for the request that will consume its grant. */
    static void setClicked(AuthenticationSessionModel authSession, String pageId, LeftOut leftOut) {
        leftOut.remember(authSession, pageId);
        setClicked(authSession, pageId);
    }

    /** Notes that the page was authorized. */
    static void setClicked(AuthenticationSessionModel authSession, String pageId) {
        authSession.setAuthNote(CLICKED, pageId);
    }

    static void removeClicked(AuthenticationSessionModel authSession) {
        authSession.removeAuthNote(CLICKED);
        LeftOut.forget(authSession);
    }

    /** Returns the hash of the secret that the tab has left in a browser, or null if it has left none. */
    static @Nullable String browser(AuthenticationSessionModel authSession) {
        return authSession.getAuthNote(BROWSER);
    }

    static void setBrowser(AuthenticationSessionModel authSession, String hash) {
        authSession.setAuthNote(BROWSER, hash);
    }

    /** Says whether a user has signed in in the tab and is, or will be, asked. */
    public static boolean isAsked(AuthenticationSessionModel authSession) {
        return browser(authSession) != null;
    }

    /** Remembers that the authenticator asked, so that the click leads back into its flow. */
    public static void returnToFlow(AuthenticationSessionModel authSession) {
        authSession.setAuthNote(RETURN_TO_FLOW, "true");
    }

    /** Says whether the click leads back into the flow. In the request that runs the flow it has ({@link ConsentRequest}). */
    public static boolean returnsToFlow(AuthenticationSessionModel authSession) {
        return Boolean.parseBoolean(authSession.getAuthNote(RETURN_TO_FLOW));
    }

    /** Says whether the authenticator asked, also if the click has led back into its flow since. */
    public static boolean isAskedInFlow(AuthenticationSessionModel authSession) {
        return authSession.getAuthNote(RETURN_TO_FLOW) != null;
    }

    /**
     * Ends the return to the flow, once the tab is where the click leads to. A concurrent request waits for this note
     * (ConcurrentRequest).
     */
    public static void endReturnToFlow(AuthenticationSessionModel authSession) {
        authSession.setAuthNote(RETURN_TO_FLOW, "false");
    }

    /** Returns the fingerprints of what the tab was shown last, answered or not; null if it was shown nothing. */
    static @Nullable String shown(AuthenticationSessionModel authSession) {
        return authSession.getAuthNote(SHOWN);
    }

    static void setShown(AuthenticationSessionModel authSession, String fingerprints) {
        authSession.setAuthNote(SHOWN, fingerprints);
    }

    /** Remembers why the page will be shown again. */
    public static void setNotice(AuthenticationSessionModel authSession, Notice notice) {
        authSession.setAuthNote(NOTICE, notice.name());
    }

    /** Remembers the notice in the client notes of a sign-in that begins anew from Keycloak's restart cookie. */
    static void setNotice(Map<String, String> clientNotes, Notice notice) {
        clientNotes.put(NOTICE, notice.name());
    }

    /** Returns, once, why the page is shown again; null if it is shown for the first time. */
    public static @Nullable Notice takeNotice(AuthenticationSessionModel authSession) {
        String ofRestart = authSession.getClientNote(NOTICE);
        String notice = authSession.getAuthNote(NOTICE);
        if (ofRestart != null) {
            authSession.removeClientNote(NOTICE);
        }
        authSession.removeAuthNote(NOTICE);
        if (ofRestart != null) {
            return Notice.valueOf(ofRestart);
        }
        return notice == null ? null : Notice.valueOf(notice);
    }
}
