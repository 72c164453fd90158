package io.github.consentgrants.page;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.gate.Setting;
import io.github.consentgrants.gate.Settings;
import io.github.consentgrants.grant.Reason;
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
import org.keycloak.userprofile.ValidationException;

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
        return Settings.ALL.stream().map(Setting::toProperty).toList();
    }

    @Override
    public void validateConfig(KeycloakSession session, RealmModel realm, RequiredActionConfigModel model) {
        Settings.ALL.stream()
                .flatMap(setting -> setting.error(model.getConfigValue(setting.name())).stream())
                .findFirst()
                .ifPresent(error -> {
                    throw new ValidationException(error);
                });
    }

    @Override
    public void init(Config.Scope config) {
        // Configured per realm.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        ConsentAudit.prepareMetrics(Stream.of(Reason.values()).map(Reason::value));
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
