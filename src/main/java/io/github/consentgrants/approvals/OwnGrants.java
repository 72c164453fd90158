package io.github.consentgrants.approvals;

import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.grant.Grant.State;
import io.github.consentgrants.receipt.ReceiptDocument;
import io.github.consentgrants.rest.ReceiptSigner;
import io.github.consentgrants.revoke.GrantRevocation;
import io.github.consentgrants.revoke.RevokedBy;
import io.github.consentgrants.store.ConsentGrantLedger;
import io.github.consentgrants.store.GrantFilter;
import io.github.consentgrants.store.GrantPage;
import io.github.consentgrants.store.GrantQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The grants of one user of one realm. Those of others are not there, whatever their ids. */
final class OwnGrants {
    private static final Set<State> OVER = Set.of(State.DENIED, State.EXPIRED, State.REVOKED);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String userId;
    private final ConsentGrantLedger ledger;

    private OwnGrants(KeycloakSession session, Visitor visitor, ConsentGrantLedger ledger) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.userId = visitor.user().getId();
        this.ledger = ledger;
    }

    /** Returns the grants of the visitor; empty if the server has no ledger. */
    static Optional<OwnGrants> of(KeycloakSession session, Visitor visitor) {
        return Optional.ofNullable(session.getProvider(ConsentGrantLedger.class))
                .map(ledger -> new OwnGrants(session, visitor, ledger));
    }

    /** Returns a page, the newest first. What was derived from a click is part of that approval, and is not listed beside it. */
    GrantPage page(@Nullable String before, int limit) {
        return ledger.page(new GrantQuery(realm.getId(), GrantFilter.decidedBy(userId), before, limit));
    }

    Optional<Grant> find(String grantId) {
        return ledger.find(realm.getId(), grantId)
                .filter(grant -> grant.userId().equals(userId));
    }

    Map<String, ConsentRecord> records(List<Grant> grants) {
        return ledger.records(realm.getId(), grants.stream().map(Grant::id).toList());
    }

    @Nullable ConsentRecord record(Grant grant) {
        return records(List.of(grant)).get(grant.id());
    }

    /** Returns the signed receipt; empty if there is no such grant of the user's, or no record of it. */
    Optional<String> receipt(String grantId) {
        return find(grantId)
                .flatMap(grant -> Optional.ofNullable(record(grant))
                        // If the user was erased between the two statements, the grant is the user's no more.
                        .filter(record ->
                                record.personal() != null || find(grantId).isPresent())
                        .map(record -> ReceiptSigner.sign(session, realm, ReceiptDocument.of(grant, record))));
    }

    /** Says whether there is something to take back. */
    static boolean canBeTakenBack(Grant grant) {
        return !OVER.contains(grant.state(Instant.ofEpochMilli(Time.currentTimeMillis())));
    }

    /** Says whether the user denied the request, so that there never was anything to take back. */
    static boolean isDenial(Grant grant) {
        return grant.decision() == Decision.DENIED;
    }

    /** Takes it back. Of many at once, one does; one that was taken back before stays as it is. */
    void takeBack(Grant grant) {
        new GrantRevocation(session, realm, ledger).revoke(grant, RevokedBy.USER);
    }
}
