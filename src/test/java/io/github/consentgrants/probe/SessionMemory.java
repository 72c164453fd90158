package io.github.consentgrants.probe;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

/** The caches in which a node keeps sessions. The tests do not compile against Infinispan, so it is asked by name. */
final class SessionMemory {
    private static final String CONNECTION = "org.keycloak.connections.infinispan.InfinispanConnectionProvider";
    private static final List<String> CACHES =
            List.of("sessions", "clientSessions", "offlineSessions", "offlineClientSessions");

    private SessionMemory() {}

    static void forget(KeycloakSession session) {
        CACHES.stream().flatMap(name -> Stream.ofNullable(cache(session, name))).forEach(Map::clear);
    }

    /** Returns null if the server keeps no such sessions in memory. */
    private static Map<?, ?> cache(KeycloakSession session, String name) {
        try {
            Class<? extends Provider> type = session.getKeycloakSessionFactory().getSpis().stream()
                    .map(spi -> spi.getProviderClass())
                    .filter(provider -> provider.getName().equals(CONNECTION))
                    .findFirst()
                    .orElseThrow();
            Object connection = session.getProvider(type);
            return (Map<?, ?>)
                    type.getMethod("getCache", String.class, boolean.class).invoke(connection, name, false);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
