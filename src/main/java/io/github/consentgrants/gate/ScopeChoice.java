package io.github.consentgrants.gate;

import java.util.HashSet;
import java.util.Set;
import org.keycloak.models.ClientModel;

/**
 * Which clients' users may leave out scopes that the client has as optional ones.
 *
 * @param clients ids of the clients ({@code client_id})
 * @param preset how the page's check boxes are at first
 */
public record ScopeChoice(Set<String> clients, Preset preset) {
    /** Nobody has a choice, as where nothing is configured. */
    static final ScopeChoice NONE = new ScopeChoice(Set.of(), Preset.UNCHECKED);

    public ScopeChoice {
        clients = Set.copyOf(clients);
    }

    /** How a check box is that nobody has touched. */
    public enum Preset {
        /** The scope is given unless the user leaves it out. */
        CHECKED,
        /** The scope is given only if the user says so. */
        UNCHECKED
    }

    /** Says whether the users of {@code client} have the choice. */
    public boolean isOfferedBy(ClientModel client) {
        return clients.contains(client.getClientId());
    }

    /** Returns what both say. */
    ScopeChoice and(ScopeChoice other) {
        Set<String> both = new HashSet<>(clients);
        both.retainAll(other.clients);
        return new ScopeChoice(both, preset == Preset.UNCHECKED ? preset : other.preset);
    }
}
