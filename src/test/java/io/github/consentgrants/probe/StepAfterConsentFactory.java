package io.github.consentgrants.probe;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;

/** A step after the consent that ends as the login hint says: {@code fork}, once, {@code fail},
 * {@code throw}, or {@code slow}. */
public final class StepAfterConsentFactory implements AuthenticatorFactory, Authenticator {
    private static final Duration TIME = Duration.ofMillis(1500);

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        String hint = context.getAuthenticationSession().getClientNote("login_hint");
        switch (hint == null ? "" : hint) {
            case "fork" -> {
                if (AuthenticatorUtil.isForkedFlow(context.getAuthenticationSession())) {
                    context.success();
                } else {
                    context.fork();
                }
            }
            case "fail" -> context.failure(AuthenticationFlowError.ACCESS_DENIED);
            case "slow" -> {
                LockSupport.parkNanos(TIME.toNanos());
                context.success();
            }
            case "throw" -> throw new IllegalStateException("as a badly written extension might");
            default -> context.success();
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // Nothing to set up.
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return this;
    }

    @Override
    public String getId() {
        return "probe-step";
    }

    @Override
    public String getDisplayType() {
        return "Probe";
    }

    @Override
    public String getReferenceCategory() {
        return null;
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED};
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public String getHelpText() {
        return "Probe";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public void init(Config.Scope config) {
        // No settings.
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
