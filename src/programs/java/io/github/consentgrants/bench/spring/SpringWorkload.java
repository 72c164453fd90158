package io.github.consentgrants.bench.spring;

import io.github.consentgrants.bench.work.Workload;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * What is nearest to mint and consume there: an authorization with a code, and a consent, saved in one transaction; found and
 * removed in another. One connection that the caller keeps, as in the other workloads.
 */
final class SpringWorkload implements Workload {
    private static final OAuth2TokenType CODE = new OAuth2TokenType(OAuth2ParameterNames.CODE);
    private static final RegisteredClient CLIENT = RegisteredClient.withId("00000000-0000-0000-0000-000000000002")
            .clientId("app")
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .redirectUri("https://app.example/callback")
            .scopes(scopes -> scopes.addAll(Set.of("openid", "profile", "email")))
            .build();

    private final Connection connection;
    private final OAuth2AuthorizationService authorizations;
    private final OAuth2AuthorizationConsentService consents;
    private String code = "";
    private String user = "";

    SpringWorkload(Connection connection) {
        this.connection = connection;
        Callers.CONNECTION.set(new SingleConnectionDataSource(connection, true));
        authorizations = Services.AUTHORIZATIONS;
        consents = Services.CONSENTS;
    }

    /** Each caller has a connection of its own. */
    private static final class Callers extends AbstractDataSource {
        static final ThreadLocal<DataSource> CONNECTION = new ThreadLocal<>();

        @Override
        public Connection getConnection() throws SQLException {
            return CONNECTION.get().getConnection();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }
    }

    /** Made once: they keep what they know of their tables in a static map, which each new one empties. */
    private static final class Services {
        private static final JdbcOperations JDBC = new JdbcTemplate(new Callers());
        private static final RegisteredClientRepository CLIENTS = new InMemoryRegisteredClientRepository(CLIENT);
        static final OAuth2AuthorizationService AUTHORIZATIONS = new JdbcOAuth2AuthorizationService(JDBC, CLIENTS);
        static final OAuth2AuthorizationConsentService CONSENTS =
                new JdbcOAuth2AuthorizationConsentService(JDBC, CLIENTS);
    }

    @Override
    public void mint() throws SQLException {
        code = UUID.randomUUID().toString();
        user = UUID.randomUUID().toString();
        Instant now = Instant.now();
        authorizations.save(OAuth2Authorization.withRegisteredClient(CLIENT)
                .principalName(user)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizedScopes(CLIENT.getScopes())
                .attribute(OAuth2ParameterNames.STATE, code)
                .token(new OAuth2AuthorizationCode(code, now, now.plus(TTL)))
                .build());
        OAuth2AuthorizationConsent.Builder consent = OAuth2AuthorizationConsent.withId(CLIENT.getId(), user);
        CLIENT.getScopes().forEach(consent::scope);
        consents.save(consent.build());
        connection.commit();
    }

    @Override
    public void consume() throws SQLException {
        OAuth2Authorization authorization = authorizations.findByToken(code, CODE);
        OAuth2AuthorizationConsent consent = consents.findById(CLIENT.getId(), user);
        if (authorization == null || consent == null) {
            throw new IllegalStateException("An authorization was lost");
        }
        authorizations.remove(authorization);
        consents.remove(consent);
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
