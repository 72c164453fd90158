package io.github.consentgrants.policy;

import java.util.List;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.idm.ClientPolicyExecutorConfigurationRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProviderFactory;

/**
 * The executor by which the client policies of a realm say how often users of a client are asked. It enforces nothing by itself, so
 * that a policy which does not apply leaves the strict default: {@link ClientPolicies} asks it.
 */
public final class AskExecutorFactory implements ClientPolicyExecutorProviderFactory {
    /** Its id in the client profiles of realms. */
    public static final String ID = "consent-grant-ask";

    private static final ProviderConfigProperty MODE = new ProviderConfigProperty(
            ClientAsk.MODE,
            "Mode",
            "How often users of the client approve the same request. 'always': each time. 'session': once in a session of the"
                    + " user, while the request and the page stay the same.",
            ProviderConfigProperty.LIST_TYPE,
            ClientAsk.Mode.ALWAYS.value(),
            Stream.of(ClientAsk.Mode.ALWAYS, ClientAsk.Mode.SESSION)
                    .map(ClientAsk.Mode::value)
                    .toArray(String[]::new));

    private static final ProviderConfigProperty MAX_AGE = new ProviderConfigProperty(
            ClientAsk.MAX_AGE,
            "Max age",
            "In the mode 'session': how many seconds an approval lasts, from 1 to "
                    + ClientAsk.LONGEST_MAX_AGE.toSeconds() + ". Empty: " + ClientAsk.DEFAULT_MAX_AGE.toSeconds() + ".",
            ProviderConfigProperty.STRING_TYPE,
            String.valueOf(ClientAsk.DEFAULT_MAX_AGE.toSeconds()));

    private static final ProviderConfigProperty USERS = new ProviderConfigProperty(
            ClientAsk.USERS,
            "Users",
            "Who is asked. 'all': everybody. 'members': only who has the role, or is in the group. 'non-members': only who has"
                    + " not, or is not. Whoever is not asked goes on without a page and without an approval.",
            ProviderConfigProperty.LIST_TYPE,
            AskedUsers.Kind.ALL.value(),
            Stream.of(AskedUsers.Kind.values()).map(AskedUsers.Kind::value).toArray(String[]::new));

    private static final ProviderConfigProperty USERS_OF = new ProviderConfigProperty(
            ClientAsk.USERS_OF,
            "Role or group",
            "A role of the realm, a role of a client (client.role), or the path of a group, which begins with a slash. If there"
                    + " is no such role or group, everybody is asked.",
            ProviderConfigProperty.STRING_TYPE,
            null);

    @Override
    public ClientPolicyExecutorProvider<?> create(KeycloakSession session) {
        return new Executor();
    }

    /** What is stored of it: any JSON, which Keycloak refuses to save if it cannot be read. */
    public static final class Configuration extends ClientPolicyExecutorConfigurationRepresentation {
        @Override
        public boolean validateConfig() {
            return ClientAsk.isReadable(getConfigAsMap());
        }
    }

    private static final class Executor implements ClientPolicyExecutorProvider<Configuration> {
        private ClientAsk ask = ClientAsk.ALWAYS;

        @Override
        public Class<Configuration> getExecutorConfigurationClass() {
            return Configuration.class;
        }

        /** Keycloak has none for a profile without a configuration. */
        @Override
        @SuppressWarnings("NullAway")
        public void setupConfiguration(Configuration configuration) {
            ask = configuration == null ? ClientAsk.ALWAYS : ClientAsk.read(configuration.getConfigAsMap());
        }

        @Override
        public void executeOnEvent(ClientPolicyContext context) {
            if (context instanceof AskContext question) {
                question.answer(ask);
            }
        }

        @Override
        public String getProviderId() {
            return ID;
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "How often users are asked for their approval by the required action 'Consent grant'. Without it they are asked"
                + " for each request.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(MODE, MAX_AGE, USERS, USERS_OF);
    }

    @Override
    public void init(Config.Scope config) {
        // Nothing to set.
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
