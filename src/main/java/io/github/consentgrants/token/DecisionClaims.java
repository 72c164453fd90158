package io.github.consentgrants.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.store.ConsentGrantLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/** When the user decided, from the row, and how strongly the user was signed in then, from the record. What is not known is not claimed. */
final class DecisionClaims {
    static final String SWITCH = "decision.claims";
    private static final String TIME = "consent_time";
    private static final String ACR = "consent_acr";

    private DecisionClaims() {}

    static boolean areWanted(ProtocolMapperModel model) {
        return Boolean.parseBoolean(model.getConfig().get(SWITCH));
    }

    static void add(KeycloakSession session, TokenGrant grant, Map<String, Object> claims) {
        @Nullable ConsentGrantLedger ledger = session.getProvider(ConsentGrantLedger.class);
        if (ledger == null) {
            return;
        }
        RealmModel realm = session.getContext().getRealm();
        ledger.find(realm.getId(), grant.grantId())
                .map(found -> clicked(ledger, realm, found))
                .ifPresent(click -> {
                    claims.put(TIME, click.decidedAt().getEpochSecond());
                    acr(ledger.records(realm.getId(), List.of(click.id())).get(click.id()))
                            .ifPresent(acr -> claims.put(ACR, acr));
                });
    }

    /** The user has decided at the click, whatever was derived from it since. */
    private static Grant clicked(ConsentGrantLedger ledger, RealmModel realm, Grant grant) {
        return Optional.ofNullable(grant.parentId())
                .flatMap(parent -> ledger.find(realm.getId(), parent))
                .orElse(grant);
    }

    /** The personal part of a record is gone once it was erased. */
    private static Optional<String> acr(@Nullable ConsentRecord record) {
        @Nullable String personal = record == null ? null : record.personal();
        if (personal == null) {
            return Optional.empty();
        }
        try {
            JsonNode acr = JsonSerialization.mapper
                    .readTree(personal)
                    .path("authentication")
                    .path("acr");
            return Optional.ofNullable(acr.textValue());
        } catch (IOException e) {
            throw new UncheckedIOException("The record of a grant is no JSON", e);
        }
    }
}
