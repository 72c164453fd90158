package io.github.consentgrants.page;

import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.gate.GateSettings.AppliesTo;
import io.github.consentgrants.gate.NonInteractiveGrantType;
import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.gate.Retention;
import io.github.consentgrants.startup.OwnFactory;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;
import org.keycloak.userprofile.ValidationException;
import org.keycloak.validate.ValidationError;

/** Makes the required action, which also carries the realm's settings in the admin console. */
public final class ConsentGrantRequiredActionFactory implements RequiredActionFactory, OwnFactory {
    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new ConsentGrantRequiredAction();
    }

    @Override
    public String getId() {
        return ProviderIds.ACTION;
    }

    @Override
    public String getDisplayText() {
        return "Consent grant (approval of each authorization request)";
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(GateSettings.APPLIES_TO)
                .label("Applies to")
                .helpText(
                        "Which clients need an approval for each authorization request. 'consent-required': clients whose"
                                + " setting 'Consent required' is on. 'all': every client except Keycloak's own, such as the"
                                + " account and admin consoles. Until these settings have been saved, 'all' holds.")
                .type(ProviderConfigProperty.LIST_TYPE)
                .options(Stream.of(AppliesTo.values()).map(AppliesTo::value).toList())
                .defaultValue(AppliesTo.CONSENT_REQUIRED.value())
                .add()
                .property()
                .name(GateSettings.TIME_TO_LIVE)
                .label("Time to live")
                .helpText("How many seconds an approval can be used after the user has authorized it, from "
                        + GateSettings.MIN_SECONDS + " to " + GateSettings.MAX_SECONDS
                        + ". An approval that was not used in time is asked for again.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .defaultValue(GateSettings.DEFAULT_SECONDS)
                .add()
                .property()
                .name(Retention.DAYS)
                .label("Retention")
                .helpText("How many days decisions are kept, from " + Retention.MIN_DAYS + " to " + Retention.MAX_DAYS
                        + ". Empty: as the server is set up.")
                .type(ProviderConfigProperty.STRING_TYPE)
                .add()
                .property()
                .name(GateSettings.CLAIM_VALUES)
                .label("Show the user's own data")
                .helpText("Whether the page shows, beside what each scope releases, the user's own current values.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(false)
                .add()
                .property()
                .name(GateSettings.KNOWN_DETAILS_ONLY)
                .label("Known authorization details only")
                .helpText(
                        "Whether authorization details of a type that has no renderer are refused. If off, they are shown"
                                + " field by field, as they were sent.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(false)
                .add()
                .property()
                .name(GateSettings.ALLOWED_GRANTS)
                .label("Allowed grants")
                .helpText(
                        "Grant types that give tokens without a click on the consent page. All of them are refused for the"
                                + " clients above; each one that is listed here is allowed for them without any approval.")
                .type(ProviderConfigProperty.MULTIVALUED_LIST_TYPE)
                .options(grantTypes())
                .add()
                .build();
    }

    private static List<String> grantTypes() {
        return Stream.of(NonInteractiveGrantType.values())
                .map(NonInteractiveGrantType::grantType)
                .toList();
    }

    @Override
    public void validateConfig(KeycloakSession session, RealmModel realm, RequiredActionConfigModel model) {
        String seconds = model.getConfigValue(GateSettings.TIME_TO_LIVE);
        if (seconds != null && !GateSettings.isTimeToLive(seconds)) {
            throw invalid(
                    GateSettings.TIME_TO_LIVE,
                    "error-number-out-of-range",
                    GateSettings.MIN_SECONDS,
                    GateSettings.MAX_SECONDS);
        }
        String days = model.getConfigValue(Retention.DAYS);
        if (days != null && !days.isBlank() && !Retention.isDays(days)) {
            throw invalid(Retention.DAYS, "error-number-out-of-range", Retention.MIN_DAYS, Retention.MAX_DAYS);
        }
        String appliesTo = model.getConfigValue(GateSettings.APPLIES_TO);
        if (appliesTo != null
                && Stream.of(AppliesTo.values())
                        .noneMatch(value -> value.value().equals(appliesTo))) {
            throw invalid(GateSettings.APPLIES_TO, "error-invalid-value");
        }
        if (!grantTypes().containsAll(GateSettings.grantTypes(model.getConfigValue(GateSettings.ALLOWED_GRANTS)))) {
            throw invalid(GateSettings.ALLOWED_GRANTS, "error-invalid-value");
        }
    }

    private static ValidationException invalid(String setting, String message, Object... parameters) {
        return new ValidationException(new ValidationError(ProviderIds.ACTION, setting, message, parameters));
    }

    @Override
    public void init(Config.Scope config) {
        // Configured per realm.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing to prepare.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
