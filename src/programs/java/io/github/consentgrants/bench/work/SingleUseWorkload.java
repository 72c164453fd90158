package io.github.consentgrants.bench.work;

import java.util.Map;
import java.util.UUID;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.singleobject.jpa.JpaSingleUseObjectProvider;

/**
 * Keycloak's own single-use objects in the database, as the feature {@code stateless} keeps them: put, and remove. They hold as
 * much as a grant does, and no more is asked of them than that they are gone.
 */
final class SingleUseWorkload implements Workload {
    private static final String VALUE = "v".repeat(64);

    private final KeycloakSessionFactory factory;
    private String key = "";

    SingleUseWorkload(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    @Override
    public void mint() {
        key = UUID.randomUUID().toString();
        Map<String, String> notes =
                Map.of("secret", VALUE, "binding", VALUE, "digests", VALUE + VALUE, "user", key, "client", key);
        KeycloakModelUtils.runJobInTransaction(
                factory, session -> new JpaSingleUseObjectProvider(session).put(key, TTL.toSeconds(), notes));
    }

    @Override
    public void consume() {
        Map<String, String> notes = KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> new JpaSingleUseObjectProvider(session).remove(key));
        if (notes == null) {
            throw new IllegalStateException("An object was lost");
        }
    }

    @Override
    public void close() {
        // Each step had a session of its own.
    }
}
