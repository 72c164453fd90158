package io.github.consentgrants.request;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
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
        Set<ClicklessGrant> allowedGrants) {
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

    private static final Logger LOG = Logger.getLogger(GateSettings.class);

    public GateSettings {
        allowedGrants = Set.copyOf(allowedGrants);
    }

    /** Says whether gated clients may use a grant type without a click. */
    public boolean allows(ClicklessGrant grant) {
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

    /**
     * Reads a configuration. The admin console validates it; a realm import does not, so an unknown value is logged and the
     * stricter or the default one taken.
     *
     * @param realm the realm's name, for the log
     */
    static GateSettings of(String realm, Map<String, String> config) {
        return new GateSettings(
                appliesTo(realm, config.get(APPLIES_TO)),
                Duration.ofSeconds(seconds(realm, config.get(TIME_TO_LIVE))),
                "true".equals(config.get(CLAIM_VALUES)),
                isOnUnlessFalse(config.get(KNOWN_DETAILS_ONLY)),
                allowedGrants(realm, config.get(ALLOWED_GRANTS)));
    }

    private static boolean isOnUnlessFalse(@Nullable String value) {
        return value != null && !value.isBlank() && !value.equals("false");
    }

    private static Set<ClicklessGrant> allowedGrants(String realm, @Nullable String value) {
        Set<ClicklessGrant> allowed = EnumSet.noneOf(ClicklessGrant.class);
        for (String grantType : grantTypes(value)) {
            ClicklessGrant.of(grantType)
                    .ifPresentOrElse(
                            allowed::add,
                            () -> LOG.warnf(
                                    "Unknown grant type in the setting %s of realm '%s': nothing is allowed by it",
                                    ALLOWED_GRANTS, realm));
        }
        return allowed;
    }

    /** Returns the grant types in a value of the setting {@value #ALLOWED_GRANTS}, as Keycloak keeps several values in one. */
    public static List<String> grantTypes(@Nullable String value) {
        return value == null || value.isBlank() ? List.of() : List.of(Constants.CFG_DELIMITER_PATTERN.split(value));
    }

    /** Returns how long a page and its answer may take together: the realm's time for a sign-in, and the time to live. */
    int pageSeconds(RealmModel realm) {
        return realm.getAccessCodeLifespanLogin() + (int) timeToLive.toSeconds();
    }

    private static AppliesTo appliesTo(String realm, @Nullable String value) {
        if (value == null || value.isBlank() || value.equals(AppliesTo.CONSENT_REQUIRED.value())) {
            return AppliesTo.CONSENT_REQUIRED;
        }
        if (!value.equals(AppliesTo.ALL.value())) {
            LOG.warnf("Unknown value for the setting %s of realm '%s': every client is gated", APPLIES_TO, realm);
        }
        return AppliesTo.ALL;
    }

    private static int seconds(String realm, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return DEFAULT_SECONDS;
        }
        if (isTimeToLive(value)) {
            return Integer.parseInt(value);
        }
        LOG.warnf(
                "The setting %s of realm '%s' is not a number from %d to %d: %d is used",
                TIME_TO_LIVE, realm, MIN_SECONDS, MAX_SECONDS, DEFAULT_SECONDS);
        return DEFAULT_SECONDS;
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
