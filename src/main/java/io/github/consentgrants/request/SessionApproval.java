package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.policy.AskDecision;
import io.github.consentgrants.policy.AskFacts;
import io.github.consentgrants.policy.AskFacts.Approval;
import io.github.consentgrants.policy.AskFacts.Sitting;
import io.github.consentgrants.policy.AskPolicy;
import io.github.consentgrants.policy.AskRule.Outcome;
import io.github.consentgrants.store.ConsentGrantLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/**
 * The approvals of a user session that last. The session keeps, for each reach, which grant was clicked last. That note is a hint where
 * to look and proves nothing: the row of the click decides, under a lock. It ends with the session, whose cookie ties it to one browser.
 */
public final class SessionApproval {
    private static final String NOTE = "consent-grant.approval.";
    private static final int NAME_LENGTH = 32;

    private final ConsentRequest request;
    private final GateSettings settings;

    SessionApproval(ConsentRequest request, GateSettings settings) {
        this.request = request;
        this.settings = settings;
    }

    /**
     * What an approval covers.
     *
     * @param page of the request, which is not shown
     * @param parentId the grant of the click
     * @param maxAge how long the click lasts
     */
    record Covered(ConsentPage.Live page, String parentId, Duration maxAge) {}

    /**
     * Returns the request as an approval of the session covers it; empty if the user must be asked.
     *
     * @param facts of the request
     */
    Optional<Covered> find(AskFacts facts) {
        // What costs little is looked at first: for most requests no page has to be made.
        Optional<UserSessionModel> signedOn = AskPolicy.lasts(facts).isEmpty() ? Optional.empty() : signedOn();
        if (signedOn.isEmpty()) {
            return Optional.empty();
        }
        ConsentPage.Live page = ConsentPage.unshown(request, settings);
        Sitting sitting =
                new Sitting(true, approval(signedOn.get(), page.binding().reach()));
        AskDecision decision = AskPolicy.decide(facts.with(sitting), now());
        return Optional.ofNullable(decision.parentId())
                .filter(parent -> decision.rule().outcome() == Outcome.DERIVE)
                .map(parent -> new Covered(page, parent, decision.maxAge()));
    }

    /** Returns the session whose cookie alone has signed the user on in this HTTP request. */
    private Optional<UserSessionModel> signedOn() {
        return SignOn.credential(request)
                .flatMap(credential -> SignOn.session(request))
                .filter(session -> request.user().equals(session.getUser()) && !Impersonation.isBehind(session));
    }

    private @Nullable Approval approval(UserSessionModel session, String reach) {
        @Nullable String id = session.getNote(name(reach));
        @Nullable ConsentGrantLedger ledger = request.session().getProvider(ConsentGrantLedger.class);
        if (id == null || ledger == null) {
            return null;
        }
        return ledger.find(request.realm().getId(), id)
                .filter(grant -> grant.userId().equals(request.user().getId())
                        && grant.clientUuid().equals(request.client().getId()))
                .map(grant -> new Approval(grant.id(), grant.decidedAt(), isStanding(grant)))
                .orElse(null);
    }

    private static boolean isStanding(Grant grant) {
        return grant.consumedAt() != null && grant.revocation() == null && grant.parentId() == null;
    }

    /**
     * Derives a grant for what is covered, for this tab and browser. The store decides once more, under a lock.
     *
     * @return whether it did; if not, the approval has just ended
     */
    boolean derive(Covered covered) {
        ConsentPage.Live page = covered.page();
        String pageId = page.binding().require(BindingField.PAGE);
        GrantToken token = BrowserSecret.token(request, pageId)
                .orElseThrow(() -> Refusal.NOT_VALID.refuse(request, null, ConsentAudit.OTHER_BROWSER));
        boolean derived = StoreCall.in(
                request,
                store -> store.derive(
                        token,
                        page.binding(),
                        settings.timeToLive(),
                        DecisionRecord.derived(request, page, settings.record(), covered.parentId()),
                        covered.parentId(),
                        now().minus(covered.maxAge())));
        if (derived) {
            ConsentPage.enter(request, page);
            // Keycloak ends the event of a passive request before the guard.
            request.event().detail(ConsentAudit.GRANT_ID, pageId).detail(ConsentAudit.PARENT_ID, covered.parentId());
            ConsentProgress.in(request.session())
                    .derived(new DerivedGrant(
                            pageId, covered.parentId(), page.binding().reach()));
        }
        return derived;
    }

    /**
     * Makes sure, at the guard, that what this request has derived may still be derived: by the policy as it is now, and in the session
     * that the answer will be about.
     *
     * @throws RuntimeException a {@link Refusal} if not
     */
    static void requireStill(ConsentRequest request, ConsentPage.Live live, UserSessionModel userSession) {
        ConsentProgress.in(request.session()).derived().ifPresent(derived -> {
            AskFacts facts = RequestFacts.of(request, live.source().scopes(), Sitting.NONE);
            boolean still = AskPolicy.lasts(facts).isPresent()
                    && !facts.request().promptConsent()
                    && derived.reach().equals(live.binding().reach())
                    && derived.parentId().equals(userSession.getNote(name(derived.reach())));
            if (!still) {
                throw Refusal.NOT_VALID.refuse(request, derived.grantId(), Reason.BINDING_MISMATCH.value());
            }
        });
    }

    /** Keeps, with the session, the click that the answer comes from, if its page said that it lasts. */
    static void keep(ConsentRequest request, ConsentPage.Live live, UserSessionModel userSession, String grantId) {
        boolean derived = ConsentProgress.in(request.session()).derived().isPresent();
        if (!derived && live.source().lasts() != null) {
            userSession.setNote(name(live.binding().reach()), grantId);
        }
    }

    /** Returns the grant of the click that covers what this request has derived; empty if it has derived nothing. */
    public static Optional<String> parent(KeycloakSession session) {
        return ConsentProgress.in(session).derived().map(DerivedGrant::parentId);
    }

    private static String name(String reach) {
        return NOTE + reach.substring(0, NAME_LENGTH);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
