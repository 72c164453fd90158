package io.github.consentgrants.guard.code;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.guard.entry.PushedRequest;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.Refusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.SessionExpiration;
import org.keycloak.protocol.oidc.par.endpoints.ParEndpoint;
import org.keycloak.protocol.oidc.par.endpoints.request.AuthzEndpointParParser;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The one sign-in that a {@code request_uri} is good for (RFC 9126 4): a mark of our own, which outlives every tab that
 * was opened with it. The time for which Keycloak keeps a pushed request bounds when the request can be opened, not how
 * long a user may read. See docs/adr/0067.
 */
final class RequestUriUse {
    /** A click on a page that was open for longer is refused. */
    private static final int LONGEST_SECONDS = 24 * 60 * 60;

    private static final String DOMAIN = "consent-grants/request-uri-use/v1";
    /** The content of a mark that its tab has set again. */
    private static final Map<String, String> AGAIN = Map.of("again", "true");

    private static final String PREFIX = "consent-grant-par-use:";

    private final KeycloakSession session;
    private final SingleUseObjectProvider objects;
    private final long lifespan;
    private final String use;
    private final String useOfTab;

    RequestUriUse(KeycloakSession session, AuthenticationSessionModel tab, PushedRequest pushed) {
        // Cuts off the prefix by its length, as Keycloak does, whatever the prefix is.
        String id = pushed.requestUri().substring(ParEndpoint.REQUEST_URI_PREFIX_LENGTH);
        String realm = tab.getRealm().getId();
        this.session = session;
        objects = session.singleUseObjects();
        lifespan = pushed.openedAt() + longest(tab.getRealm()) - Time.currentTimeSeconds();
        use = PREFIX + Digests.sha256Hex(DOMAIN, List.of(realm, id));
        useOfTab = PREFIX
                + Digests.sha256Hex(
                        DOMAIN, List.of(realm, id, tab.getParentSession().getId(), tab.getTabId()));
    }

    private static int longest(RealmModel realm) {
        return Math.max(LONGEST_SECONDS, SessionExpiration.getAuthSessionLifespan(realm));
    }

    /**
     * Spends the {@code request_uri} of a request, if it was pushed.
     *
     * @throws RuntimeException a {@link Refusal} if another tab has spent it, or if it was opened too long ago to know
     */
    static void spend(ConsentRequest request) {
        PushedRequest.of(request.authSession()).ifPresent(pushed -> {
            RequestUriUse spent = new RequestUriUse(request.session(), request.authSession(), pushed);
            if (spent.lifespan <= 0) {
                throw Refusal.NOT_VALID.refuse(request, null, ConsentAudit.REQUEST_URI_EXPIRED);
            }
            if (!spent.take()) {
                throw Refusal.NOT_VALID.refuse(request, null, ConsentAudit.REQUEST_URI_SPENT);
            }
            AuthzEndpointParParser.removeRequestObject(request.session(), pushed.requestUri());
        });
    }

    /** Sets the mark. The tab that has set it may do so again: its first attempt was undone, or the response was lost. */
    boolean take() {
        if (objects.putIfAbsent(use, lifespan)) {
            objects.putIfAbsent(useOfTab, lifespan);
            session.getTransactionManager().enlistAfterCompletion(new GiveBack());
            return true;
        }
        if (!objects.contains(useOfTab)) {
            return false;
        }
        objects.put(use, lifespan, AGAIN);
        return true;
    }

    /**
     * Removes the marks of an attempt that was undone. A mark that the tab has set again stays: the request that has set it may have
     * answered the client.
     */
    void giveBack(SingleUseObjectProvider kept) {
        @Nullable Map<String, String> mark = kept.get(use);
        if (kept.contains(useOfTab) && mark != null && !AGAIN.equals(mark)) {
            kept.remove(useOfTab);
            kept.remove(use);
        }
    }

    /** Session caches keep the mark even if the transaction rolls back, so it is removed then. */
    private final class GiveBack extends AbstractKeycloakTransaction {
        @Override
        protected void commitImpl() {
            // The mark stays.
        }

        /** Where the database keeps the mark, it is gone already, and another tab may have set it since. */
        @Override
        protected void rollbackImpl() {
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(), own -> giveBack(own.singleUseObjects()));
        }
    }
}
