package io.github.consentgrants.request;

import io.github.consentgrants.store.WrittenConsent;
import io.github.consentgrants.store.WrittenConsents;
import io.github.consentgrants.store.WrittenConsents.Count;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserConsentModel;

/**
 * Takes out of Keycloak's own user consents what {@link StockConsent} wrote to them, and nothing else, so that Keycloak
 * asks again where the gate is gone. The removal goes through Keycloak's user provider, which knows where a user's
 * consents are and which caches to tell. It uses the user's id alone, because loading a user may query a directory.
 */
public final class StockConsentRemoval {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final WrittenConsents memory;

    private StockConsentRemoval(KeycloakSession session, RealmModel realm, WrittenConsents memory) {
        this.session = session;
        this.realm = realm;
        this.memory = memory;
    }

    /** Returns the removal for a realm, or nothing if the provider that remembers what was written is switched off. */
    public static Optional<StockConsentRemoval> of(KeycloakSession session, RealmModel realm) {
        return Optional.ofNullable(session.getProvider(WrittenConsents.class))
                .map(memory -> new StockConsentRemoval(session, realm, memory));
    }

    /** Returns how much is still there to remove. */
    public Count count() {
        return memory.count(realm.getId());
    }

    /**
     * Removes what was written to the consents of some users, in this transaction.
     *
     * @param users of how many at most
     * @return how much was removed; what users have revoked or given anew meanwhile is not removed, nor counted
     */
    public Count next(int users) {
        return memory.take(realm.getId(), users).stream()
                .collect(Collectors.groupingBy(row -> List.of(row.userId(), row.clientUuid())))
                .values()
                .stream()
                .map(this::remove)
                .reduce(
                        new Count(0, 0),
                        (sum, some) -> new Count(sum.consents() + some.consents(), sum.scopes() + some.scopes()));
    }

    /** Removes what was written to the consent of one user to one client. */
    private Count remove(List<WrittenConsent> rows) {
        String userId = rows.get(0).userId();
        @Nullable ClientModel client = realm.getClientById(rows.get(0).clientUuid());
        @Nullable UserConsentModel consent =
                client == null ? null : session.users().getConsentByClient(realm, userId, client.getId());
        if (client == null || consent == null) {
            return new Count(0, 0);
        }
        List<WrittenConsent> ours =
                rows.stream().filter(row -> isWrittenTo(consent, row)).toList();
        UserConsentModel rest = new UserConsentModel(client);
        int scopes = keepOthers(consent, Set.copyOf(ours.stream().map(Scope::of).toList()), rest);
        if (rest.getGrantedClientScopes().isEmpty() && ours.stream().anyMatch(WrittenConsent::isConsent)) {
            session.users().revokeConsentForClient(realm, userId, client.getId());
            return new Count(1, scopes);
        }
        if (scopes > 0) {
            session.users().updateConsent(realm, userId, rest);
        }
        return new Count(0, scopes);
    }

    /** A younger consent was created by somebody else, after the consent that was written to had been revoked. */
    private static boolean isWrittenTo(UserConsentModel consent, WrittenConsent row) {
        return consent.getCreatedDate() == null || consent.getCreatedDate() <= row.writtenAt();
    }

    private record Scope(@Nullable String id, @Nullable String parameter) {
        static Scope of(WrittenConsent row) {
            return new Scope(row.scopeId(), row.parameter());
        }
    }

    /** Returns how many scopes are left out. */
    private static int keepOthers(UserConsentModel consent, Set<Scope> ours, UserConsentModel rest) {
        int leftOut = 0;
        for (ClientScopeModel scope : consent.getGrantedClientScopes()) {
            List<@Nullable String> parameters = ClientScopeModel.isParameterizedScope(scope)
                    ? List.copyOf(consent.getParameters(scope))
                    : Collections.singletonList(null);
            for (@Nullable String parameter : parameters) {
                if (ours.contains(new Scope(scope.getId(), parameter))) {
                    leftOut++;
                } else {
                    rest.addGrantedClientScope(scope, parameter);
                }
            }
        }
        return leftOut;
    }
}
