package io.github.consentgrants.gate;

import io.github.consentgrants.gate.GateSettings.AppliesTo;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration of a required action. Nothing that is absent or cannot be read makes the gate wider: Keycloak checks a
 * configuration at one of the addresses that can change it, and at no import (docs/adr/0062).
 */
final class SettingsReader {
    private static final Set<String> NAMES = Set.of(
            GateSettings.APPLIES_TO,
            GateSettings.TIME_TO_LIVE,
            GateSettings.CLAIM_VALUES,
            GateSettings.KNOWN_DETAILS_ONLY,
            GateSettings.ALLOWED_GRANTS,
            Retention.DAYS);
    private static final String CONFIGURATION = "configuration";

    private final RealmLog log;
    private final String model;
    private final Map<String, @Nullable String> config;

    /** @param model id of the model that is configured, as a realm can have several */
    SettingsReader(RealmLog log, String model, Map<String, @Nullable String> config) {
        this.log = log;
        this.model = model;
        this.config = config;
    }

    GateSettings read() {
        if (NAMES.stream().allMatch(name -> config.get(name) == null)) {
            say(
                    CONFIGURATION,
                    "",
                    "The required action '" + ProviderIds.ACTION + "' of realm '%s' has no settings: every client but"
                            + " Keycloak's own is gated, by the strictest value of each. Save its settings under"
                            + " Authentication > Required actions");
            return GateSettings.STRICTEST;
        }
        settled(CONFIGURATION);
        checkRetention();
        return new GateSettings(
                appliesTo(), Duration.ofSeconds(seconds()), claimValues(), knownDetailsOnly(), allowedGrants());
    }

    private AppliesTo appliesTo() {
        @Nullable String value = config.get(GateSettings.APPLIES_TO);
        if (AppliesTo.CONSENT_REQUIRED.value().equals(value)
                || AppliesTo.ALL.value().equals(value)) {
            settled(GateSettings.APPLIES_TO);
        } else {
            unusable(GateSettings.APPLIES_TO, "every client but Keycloak's own is gated");
        }
        return AppliesTo.CONSENT_REQUIRED.value().equals(value) ? AppliesTo.CONSENT_REQUIRED : AppliesTo.ALL;
    }

    private int seconds() {
        @Nullable String value = config.get(GateSettings.TIME_TO_LIVE);
        if (value != null && !GateSettings.isTimeToLive(value)) {
            unusable(
                    GateSettings.TIME_TO_LIVE,
                    "it is no number from " + GateSettings.MIN_SECONDS + " to " + GateSettings.MAX_SECONDS
                            + ", so approvals are good for " + GateSettings.MIN_SECONDS + " seconds");
            return GateSettings.MIN_SECONDS;
        }
        settled(GateSettings.TIME_TO_LIVE);
        return value == null ? GateSettings.DEFAULT_SECONDS : Integer.parseInt(value);
    }

    private boolean claimValues() {
        return isTrue(GateSettings.CLAIM_VALUES, false, "no values are shown");
    }

    private boolean knownDetailsOnly() {
        return isTrue(GateSettings.KNOWN_DETAILS_ONLY, true, "details of an unknown type are refused");
    }

    private boolean isTrue(String setting, boolean strict, String consequence) {
        @Nullable String value = config.get(setting);
        boolean readable = value == null || "true".equals(value) || "false".equals(value);
        if (readable) {
            settled(setting);
        } else {
            unusable(setting, consequence);
        }
        return readable ? "true".equals(value) : strict;
    }

    /** A grant type that is known is allowed, whatever stands beside it. */
    private Set<NonInteractiveGrantType> allowedGrants() {
        Set<NonInteractiveGrantType> allowed = EnumSet.noneOf(NonInteractiveGrantType.class);
        List<String> grantTypes = GateSettings.grantTypes(config.get(GateSettings.ALLOWED_GRANTS));
        grantTypes.forEach(grantType -> NonInteractiveGrantType.of(grantType).ifPresent(allowed::add));
        if (grantTypes.stream()
                .allMatch(grantType -> NonInteractiveGrantType.of(grantType).isPresent())) {
            settled(GateSettings.ALLOWED_GRANTS);
        } else {
            unusable(GateSettings.ALLOWED_GRANTS, "a grant type that is not known allows nothing");
        }
        return allowed;
    }

    /** Read by the sweep, which runs on one node and seldom; said here, where the others are. */
    private void checkRetention() {
        @Nullable String value = config.get(Retention.DAYS);
        if (value == null || value.isBlank() || Retention.isDays(value)) {
            settled(Retention.DAYS);
        } else {
            unusable(Retention.DAYS, "no decision is deleted");
        }
    }

    private void unusable(String setting, String consequence) {
        @Nullable String value = config.get(setting);
        String found =
                value == null ? "is absent" : "is '" + RealmLog.clean(value).replace("%", "%%") + "'";
        say(
                setting,
                String.valueOf(value),
                "The setting " + setting + " of realm '%s' " + found + ": " + consequence
                        + ". Save the settings of the required action '" + ProviderIds.ACTION
                        + "' under Authentication > Required actions");
    }

    private void say(String subject, String value, String message) {
        log.say(Level.WARN, model + subject, value, message);
    }

    private void settled(String subject) {
        log.settled(model + subject);
    }
}
