package io.github.consentgrants.rest;

import io.github.consentgrants.audit.ConsentMetrics;
import io.github.consentgrants.status.AskExplanation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Why a user is asked by a client, or not. Changes nothing. */
@Produces(MediaType.APPLICATION_JSON)
public final class PolicyResource {
    private static final int LONGEST_SCOPE = 4_000;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final GrantAccess access;

    PolicyResource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, GrantAccess access) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.access = access;
    }

    /**
     * Returns the rule that decides, for the query parameters {@code client} (id or {@code client_id}), {@code user} (id or user name)
     * and {@code scope} (as in an authorization request). It tells what roles and groups a user has, so it needs the right to view the
     * user, beside those to view the client and the realm.
     */
    @GET
    public AskExplanation explain() {
        auth.realm().requireViewRealm();
        access.requireQuery();
        ConsentMetrics.called("policy");
        MultivaluedMap<String, String> query = session.getContext().getUri().getQueryParameters();
        ClientModel client = client(Inputs.orBadRequest(() -> required(query, "client")));
        auth.clients().requireView(client);
        UserModel user = user(Inputs.orBadRequest(() -> required(query, "user")));
        access.requireView(user.getId());
        @Nullable String scope = Inputs.orBadRequest(() -> scope(query));
        return AskExplanation.of(session, client, user, scope, Instant.ofEpochMilli(Time.currentTimeMillis()));
    }

    private static String required(MultivaluedMap<String, String> query, String name) {
        @Nullable String value = query.getFirst(name);
        if (value == null) {
            throw new IllegalArgumentException("The parameter " + name + " is missing");
        }
        return Inputs.id(name, value);
    }

    private static @Nullable String scope(MultivaluedMap<String, String> query) {
        @Nullable String scope = query.getFirst("scope");
        if (scope != null && (scope.length() > LONGEST_SCOPE || scope.chars().anyMatch(Character::isISOControl))) {
            throw new IllegalArgumentException("The parameter scope is no scope");
        }
        return scope;
    }

    private ClientModel client(String id) {
        return Optional.ofNullable(realm.getClientById(id))
                .or(() -> Optional.ofNullable(realm.getClientByClientId(id)))
                .orElseThrow(() -> new NotFoundException("Could not find client"));
    }

    private UserModel user(String id) {
        return Optional.ofNullable(session.users().getUserById(realm, id))
                .or(() -> Optional.ofNullable(session.users().getUserByUsername(realm, id)))
                .orElseThrow(() -> new NotFoundException("Could not find user"));
    }
}
