package io.github.consentgrants.probe;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.rar.AuthorizationDetailsProcessor;
import org.keycloak.protocol.oidc.rar.AuthorizationDetailsProcessorFactory;
import org.keycloak.representations.AuthorizationDetailsJSONRepresentation;
import org.keycloak.util.AuthorizationDetailsParser;

/** What an operator installs so that Keycloak takes authorization details of a type: takes them, and issues what was asked. */
public abstract class DetailsProcessorFactory implements AuthorizationDetailsProcessorFactory {
    private final String type;

    DetailsProcessorFactory(String type) {
        this.type = type;
    }

    @Override
    public String getId() {
        return type;
    }

    @Override
    public void init(Config.Scope config) {
        AuthorizationDetailsParser.registerParser(type, new AuthorizationDetailsParser() {
            @Override
            public <T extends AuthorizationDetailsJSONRepresentation> T asSubtype(
                    AuthorizationDetailsJSONRepresentation details, Class<T> type) {
                return type.cast(details);
            }
        });
    }

    @Override
    public AuthorizationDetailsProcessor<?> create(KeycloakSession session) {
        return new Processor(type);
    }

    /** For a type that has a renderer. */
    public static final class Payment extends DetailsProcessorFactory {
        public Payment() {
            super("payment_initiation");
        }
    }

    /** For a type that has a renderer. */
    public static final class Accounts extends DetailsProcessorFactory {
        public Accounts() {
            super("account_information");
        }
    }

    /** For a type that nobody renders. */
    public static final class Unrendered extends DetailsProcessorFactory {
        public Unrendered() {
            super("probe");
        }
    }

    private record Processor(String type)
            implements AuthorizationDetailsProcessor<AuthorizationDetailsJSONRepresentation> {
        @Override
        public boolean isSupported() {
            return true;
        }

        @Override
        public String getSupportedType() {
            return type;
        }

        @Override
        public Class<AuthorizationDetailsJSONRepresentation> getSupportedResponseJavaType() {
            return AuthorizationDetailsJSONRepresentation.class;
        }

        @Override
        public AuthorizationDetailsJSONRepresentation validateAuthorizationDetail(
                AuthorizationDetailsJSONRepresentation details) {
            return details;
        }

        @Override
        public AuthorizationDetailsJSONRepresentation process(
                UserSessionModel userSession,
                ClientSessionContext context,
                AuthorizationDetailsJSONRepresentation details) {
            return details;
        }

        @Override
        public List<AuthorizationDetailsJSONRepresentation> handleMissingAuthorizationDetails(
                UserSessionModel userSession, ClientSessionContext context) {
            return List.of();
        }

        @Override
        public AuthorizationDetailsJSONRepresentation processStoredAuthorizationDetails(
                UserSessionModel userSession,
                ClientSessionContext context,
                AuthorizationDetailsJSONRepresentation details) {
            return details;
        }

        @Override
        public void afterAuthorizationDetailsProcessed(
                UserSessionModel userSession,
                ClientSessionContext context,
                AuthorizationDetailsJSONRepresentation details) {}

        @Override
        public void close() {}
    }
}
