package io.github.consentgrants.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/**
 * What a set-up leaves in an attribute of the realm, so that it can be undone: it survives restarts, exports and imports, after
 * which flows have other ids.
 *
 * @param before the flow that was bound before; null if the set-up has bound none
 * @param bound the flow that the set-up has bound; null if none
 * @param made whether the set-up has made that flow
 */
record RememberedFlows(@Nullable Name before, @Nullable Name bound, boolean made) {
    static final String ATTRIBUTE = "consentGrants.setup";
    static final RememberedFlows NONE = new RememberedFlows(null, null, false);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A flow, by its id or, if no flow has that, by its alias. */
    record Name(String id, String alias) {
        static Name of(BrowserFlow flow) {
            return new Name(flow.id(), flow.alias());
        }

        Optional<BrowserFlow> find(RealmModel realm) {
            @Nullable AuthenticationFlowModel byId = realm.getAuthenticationFlowById(id);
            return Optional.ofNullable(byId == null ? realm.getFlowByAlias(alias) : byId)
                    .map(flow -> BrowserFlow.of(realm, flow));
        }
    }

    /** Returns what is remembered; empty if the realm was never set up, or the attribute cannot be read. */
    static Optional<RememberedFlows> of(RealmModel realm) {
        @Nullable String text = realm.getAttribute(ATTRIBUTE);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(text, RememberedFlows.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Two set-ups at once insert the same row: one of them is rolled back, and nothing is made twice. */
    void keep(RealmModel realm) {
        try {
            realm.setAttribute(ATTRIBUTE, JSON.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static void forget(RealmModel realm) {
        realm.removeAttribute(ATTRIBUTE);
    }
}
