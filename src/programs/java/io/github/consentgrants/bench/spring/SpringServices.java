package io.github.consentgrants.bench.spring;

import io.github.consentgrants.bench.Subject;
import io.github.consentgrants.bench.work.Pairs;
import io.github.consentgrants.bench.work.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;

/** Its tables, and rounds of its services on them. */
public final class SpringServices {
    private SpringServices() {}

    /**
     * Returns the statements that make the tables, as its documentation adapts them to PostgreSQL, with an index on the code,
     * which they lack: a scan is not what is to be measured.
     */
    public static String[] tables() throws IOException {
        return new String[] {
            read("oauth2-authorization-schema.sql").replace(" blob ", " text ").replace(" timestamp ", " timestamptz "),
            read("oauth2-authorization-consent-schema.sql"),
            "CREATE INDEX ON oauth2_authorization (authorization_code_value)"
        };
    }

    private static String read(String name) throws IOException {
        try (InputStream schema = JdbcOAuth2AuthorizationService.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(schema, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Pairs of a save of both and a removal of both. */
    public static Subject pairs(Map<String, String> arguments) {
        return () -> Pairs.run(arguments, () -> new SpringWorkload(Workload.connect(arguments)));
    }
}
