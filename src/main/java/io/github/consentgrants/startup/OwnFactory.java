package io.github.consentgrants.startup;

import java.util.Map;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/**
 * A factory of this extension. The server does not start if another factory stands in its place (GuardInForce): the
 * approval would not hold, or nobody could be asked. The admin console shows, in its list of providers, that the place is this
 * extension's, and the version.
 */
public interface OwnFactory extends ServerInfoAwareProviderFactory {
    @Override
    default Map<String, String> getOperationalInfo() {
        return OwnVersion.info();
    }
}
