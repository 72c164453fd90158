package io.github.consentgrants.probe;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.store.ConsentGrantLedger;
import io.github.consentgrants.store.ConsentGrantStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Clicks that last for a session, and what is derived from them, each in a transaction of its own. */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class DerivationProbe {
    private static final Duration TTL = Duration.ofMinutes(2);

    private final KeycloakSessionFactory factory;

    DerivationProbe(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    /** Mints for the session and consumes, unless {@code consumed} says no; or mints for one request only, if {@code once} says so. */
    @POST
    @Path("click")
    public Map<String, String> click(Map<String, String> arguments) {
        Map<String, String> fields = fields(arguments);
        Binding binding = ProbeResource.binding(fields);
        GrantToken token = Tokens.of(binding);
        inTransaction(session -> {
            if (Boolean.parseBoolean(arguments.get("once"))) {
                store(session).mint(token, binding, TTL);
            } else {
                store(session).mintForSession(token, binding, TTL, null);
            }
            return true;
        });
        if (Boolean.parseBoolean(arguments.getOrDefault("consumed", "true"))) {
            inTransaction(session -> store(session).consume(token, binding));
        }
        return Map.of("page", fields.get("PAGE"));
    }

    /** Derives from the grant {@code parent}, and says what a consume of the derived grant comes to, twice. */
    @POST
    @Path("derive")
    public Map<String, String> derive(Map<String, String> arguments) {
        Map<String, String> fields = fields(arguments);
        Binding binding = ProbeResource.binding(fields);
        GrantToken token = Tokens.of(binding);
        long after = Long.parseLong(arguments.getOrDefault("after", "0"));
        boolean derived = inTransaction(session ->
                store(session).derive(token, binding, TTL, null, arguments.get("parent"), Instant.ofEpochMilli(after)));
        return Map.of(
                "derived",
                Boolean.toString(derived),
                "page",
                fields.get("PAGE"),
                "first",
                consume(token, binding),
                "second",
                consume(token, binding));
    }

    private String consume(GrantToken token, Binding binding) {
        return inTransaction(session ->
                ProbeResource.describe(store(session).consume(token, binding)).get("outcome"));
    }

    /**
     * Derives from so many threads while another one revokes, again and again. Counts what was derived, and what of it was not revoked
     * when both had ended.
     */
    @POST
    @Path("race")
    public Map<String, Integer> race(Map<String, String> arguments) throws Exception {
        int callers = Integer.parseInt(arguments.get("callers"));
        int derived = 0;
        int survivors = 0;
        ExecutorService pool = Executors.newFixedThreadPool(callers + 1);
        try {
            for (int i = Integer.parseInt(arguments.get("grants")); i > 0; i--) {
                String parent = click(Map.of()).get("page");
                List<Callable<String>> calls = new ArrayList<>();
                for (int caller = 0; caller < callers; caller++) {
                    calls.add(() -> tryDerive(parent));
                }
                calls.add(calls.size() / 2, () -> revoke(parent));
                for (Future<String> call : pool.invokeAll(calls, 1, TimeUnit.MINUTES)) {
                    String page = call.get();
                    derived += page.isEmpty() ? 0 : 1;
                    survivors += page.isEmpty() || isRevoked(page) ? 0 : 1;
                }
            }
            return Map.of("derived", derived, "survivors", survivors);
        } finally {
            pool.shutdownNow();
        }
    }

    private String tryDerive(String parent) {
        Map<String, String> fields = fields(Map.of());
        Binding binding = ProbeResource.binding(fields);
        boolean derived = inTransaction(
                session -> store(session).derive(Tokens.of(binding), binding, TTL, null, parent, Instant.EPOCH));
        return derived ? fields.get("PAGE") : "";
    }

    private String revoke(String parent) {
        inTransaction(session -> ledger(session).revoke("probe", parent, "test"));
        return "";
    }

    /** By its own row alone. */
    private boolean isRevoked(String page) {
        return inTransaction(
                session -> ledger(session).find("probe", page).orElseThrow().revocation() != null);
    }

    private static Map<String, String> fields(Map<String, String> arguments) {
        Map<String, String> fields = new HashMap<>(Map.of("ROOT_SESSION", "session"));
        arguments.forEach((name, value) -> {
            if (name.equals(name.toUpperCase(Locale.ROOT))) {
                fields.put(name, value);
            }
        });
        fields.put("PAGE", GrantId.at(Time.currentTimeMillis()));
        return fields;
    }

    private static ConsentGrantStore store(KeycloakSession session) {
        return session.getProvider(ConsentGrantStore.class);
    }

    private static ConsentGrantLedger ledger(KeycloakSession session) {
        return session.getProvider(ConsentGrantLedger.class);
    }

    private <T> T inTransaction(Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, work::apply);
    }
}
