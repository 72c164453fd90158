package io.github.consentgrants.flow;

import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.startup.OwnFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the authenticator {@value #PROVIDER_ID}, to be REQUIRED after, not inside, the sub-flow that signs the user in. */
public final class ConsentGrantAuthenticatorFactory implements AuthenticatorFactory, OwnFactory {
    /** Id of the authenticator. */
    public static final String PROVIDER_ID = ProviderIds.AUTHENTICATOR;

    private static final Authenticator SINGLETON = new ConsentGrantAuthenticator();

    @Override
    public Authenticator create(KeycloakSession session) {
        return SINGLETON;
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Consent grant";
    }

    @Override
    public String getHelpText() {
        return "Asks the user to approve this very authorization request and spends the approval, once. Place it as REQUIRED"
                + " after the sub-flow that signs the user in, and enable the required action 'consent-grant', which also"
                + " holds the settings.";
    }

    @Override
    public @Nullable String getReferenceCategory() {
        return null;
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public void init(Config.Scope config) {
        // Configured per realm, at the required action.
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
