package io.github.consentgrants.gate;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;

/**
 * A realm's settings: the configuration of its required action.
 *
 * @param appliesTo which clients are gated
 * @param timeToLive how long a grant may be consumed after the click
 * @param claimValues whether the page shows the user's own values
 * @param knownDetailsOnly whether authorization details of a type without a renderer are refused
 * @param allowedGrants the grant types without a click that gated clients may use all the same
 */
public record GateSettings(
        AppliesTo appliesTo,
        Duration timeToLive,
        boolean claimValues,
        boolean knownDetailsOnly,
        Set<NonInteractiveGrantType> allowedGrants) {
    /** Name of the setting that says which clients are gated. */
    public static final String APPLIES_TO = "applies-to";
    /** Name of the setting that says how long a grant lives, in seconds. */
    public static final String TIME_TO_LIVE = "time-to-live";
    /** Name of the setting that says whether the page shows the user's own values. */
    public static final String CLAIM_VALUES = "claim-values";
    /** Name of the setting that says whether authorization details of a type without a renderer are refused. */
    public static final String KNOWN_DETAILS_ONLY = "known-details-only";

    /** Name of the setting that allows grant types without a click. */
    public static final String ALLOWED_GRANTS = "allowed-grants";

    public static final int DEFAULT_SECONDS = 120;
    public static final int MIN_SECONDS = 10;
    public static final int MAX_SECONDS = 600;

    /** What holds where a realm says nothing. */
    static final GateSettings STRICTEST =
            new GateSettings(AppliesTo.ALL, Duration.ofSeconds(MIN_SECONDS), false, true, Set.of());

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

    /** Returns what holds if both do: of each setting the stricter value. */
    GateSettings and(GateSettings other) {
        Set<NonInteractiveGrantType> allowed = EnumSet.noneOf(NonInteractiveGrantType.class);
        allowed.addAll(allowedGrants);
        allowed.retainAll(other.allowedGrants);
        return new GateSettings(
                appliesTo == AppliesTo.ALL ? appliesTo : other.appliesTo,
                timeToLive.compareTo(other.timeToLive) < 0 ? timeToLive : other.timeToLive,
                claimValues && other.claimValues,
                knownDetailsOnly || other.knownDetailsOnly,
                allowed);
    }

    /** Returns the grant types in a value of the setting {@value #ALLOWED_GRANTS}, as Keycloak keeps several values in one. */
    public static List<String> grantTypes(@Nullable String value) {
        return value == null || value.isBlank() ? List.of() : List.of(Constants.CFG_DELIMITER_PATTERN.split(value));
    }

    /** Returns how long a page and its answer may take together: the realm's time for a sign-in, and the time to live. */
    public int pageSeconds(RealmModel realm) {
        return realm.getAccessCodeLifespanLogin() + (int) timeToLive.toSeconds();
    }

    /** Says whether {@code value} is a number of seconds that a grant may live. */
    public static boolean isTimeToLive(String value) {
        try {
            int seconds = Integer.parseInt(value);
            return seconds >= MIN_SECONDS && seconds <= MAX_SECONDS;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
