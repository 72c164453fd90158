package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentMetrics;
import io.github.consentgrants.gate.DeviceTab;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/**
 * Releases a grant right before the transaction that has consumed it commits, if that transaction does not answer the
 * client: another step of the sign-in was found, or another node changed the tab. The approval can then still be used,
 * once.
 */
public final class ReleaseWithoutCode extends AbstractKeycloakTransaction {
    private static final Logger LOG = Logger.getLogger(ReleaseWithoutCode.class);

    private final ConsentRequest request;
    private final String grantId;

    private ReleaseWithoutCode(ConsentRequest request, String grantId) {
        this.request = request;
        this.grantId = grantId;
    }

    /** Releases a grant that this transaction has consumed, unless the transaction answers the client. */
    static void unlessAnswered(ConsentRequest request, String grantId) {
        request.session().getTransactionManager().enlistPrepare(new ReleaseWithoutCode(request, grantId));
    }

    /** Says that the client is being answered: the grant that this transaction has consumed stays spent. */
    public static void answered(KeycloakSession session) {
        ConsentProgress.in(session).answered();
        ConsentMetrics.consumed(session);
    }

    @Override
    protected void commitImpl() {
        if (ConsentProgress.in(request.session()).isAnswered()) {
            return;
        }
        DeviceTab.show(request.authSession());
        StoreCall.in(request, store -> {
            store.release(grantId);
            return grantId;
        });
        GrantedScopes.undo(request);
        if (ConsentProgress.in(request.session()).derived().isPresent()) {
            // Whether the user is asked is decided anew by the request that comes to the code.
            ConsentPage.forget(request);
        }
        LOG.debugf(
                "The grant %s was consumed for a sign-in that went on without a code; it can be used again", grantId);
    }

    @Override
    protected void rollbackImpl() {
        // Nothing was consumed.
    }
}
