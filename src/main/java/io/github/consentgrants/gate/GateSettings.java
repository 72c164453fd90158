package io.github.consentgrants.gate;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.keycloak.models.RealmModel;

/**
 * A realm's settings: the configuration of its required action.
 *
 * @param appliesTo which clients are gated
 * @param timeToLive how long a grant may be consumed after the click
 * @param claimValues whether the page shows the user's own values
 * @param knownDetailsOnly whether authorization details of a type without a renderer are refused
 * @param allowedGrants the grant types without a click that gated clients may use all the same
 * @param record what is kept of a decision beside its row
 * @param choice whose users may leave out optional scopes
 */
public record GateSettings(
        AppliesTo appliesTo,
        Duration timeToLive,
        boolean claimValues,
        boolean knownDetailsOnly,
        Set<NonInteractiveGrantType> allowedGrants,
        RecordSettings record,
        ScopeChoice choice) {
    /** Holds where the required action has no settings. */
    static final GateSettings STRICTEST = new GateSettings(
            AppliesTo.ALL,
            Duration.ofSeconds(Settings.MIN_SECONDS),
            false,
            true,
            Set.of(),
            RecordSettings.STRICTEST,
            ScopeChoice.NONE);

    public GateSettings {
        allowedGrants = Set.copyOf(allowedGrants);
    }

    /** Says whether gated clients may use a grant type without a click. */
    public boolean allows(NonInteractiveGrantType grant) {
        return allowedGrants.contains(grant);
    }

    /** Which clients are gated. */
    public enum AppliesTo {
        /** Clients whose switch "Consent required" is on. */
        CONSENT_REQUIRED("consent-required"),
        /** Every client but Keycloak's own. */
        ALL("all");

        private final String value;

        AppliesTo(String value) {
            this.value = value;
        }

        /** Returns the value as it stands in the configuration. */
        public String value() {
            return value;
        }
    }

    /** Returns the stricter value of each setting. */
    GateSettings and(GateSettings other) {
        Set<NonInteractiveGrantType> allowed = EnumSet.noneOf(NonInteractiveGrantType.class);
        allowed.addAll(allowedGrants);
        allowed.retainAll(other.allowedGrants);
        return new GateSettings(
                appliesTo == AppliesTo.ALL ? appliesTo : other.appliesTo,
                timeToLive.compareTo(other.timeToLive) < 0 ? timeToLive : other.timeToLive,
                claimValues && other.claimValues,
                knownDetailsOnly || other.knownDetailsOnly,
                allowed,
                record.and(other.record),
                choice.and(other.choice));
    }

    /** Returns how many seconds a page and its answer may take together: the realm's login timeout, and the time to live. */
    public int pageSeconds(RealmModel realm) {
        return realm.getAccessCodeLifespanLogin() + (int) timeToLive.toSeconds();
    }
}
