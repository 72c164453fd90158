package io.github.consentgrants.probe;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsumeResult;
import io.github.consentgrants.grant.ConsumeResult.Refused;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.store.AlreadyDecidedException;
import io.github.consentgrants.store.ConsentGrantStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class ProbeResource {
    private final KeycloakSession session;
    private final KeycloakSessionFactory factory;

    ProbeResource(KeycloakSession session) {
        this.session = session;
        factory = session.getKeycloakSessionFactory();
    }

    @POST
    @Path("clock")
    public Map<String, Integer> clock(Map<String, Integer> arguments) {
        Time.setOffset(arguments.get("offset"));
        return arguments;
    }

    @Path("store")
    public StoreProbe store() {
        return new StoreProbe(session);
    }

    @POST
    @Path("mint")
    public Map<String, String> mint(Map<String, String> arguments) {
        Map<String, String> page = new TreeMap<>(arguments);
        page.putIfAbsent("PAGE", GrantId.at(Time.currentTimeMillis()));
        try {
            String token = inTransaction(store -> mint(store, page));
            return Map.of("token", token, "page", page.get("PAGE"));
        } catch (AlreadyDecidedException e) {
            return Map.of("error", "already_decided");
        }
    }

    @POST
    @Path("deny")
    public Map<String, String> deny(Map<String, String> arguments) {
        try {
            inTransaction(store -> {
                store.deny(binding(arguments));
                return "";
            });
            return Map.of();
        } catch (AlreadyDecidedException e) {
            return Map.of("error", "already_decided");
        }
    }

    @POST
    @Path("page")
    public Map<String, String> page(Map<String, String> arguments) {
        return Map.of("page", GrantId.at(Time.currentTimeMillis()));
    }

    @POST
    @Path("decision")
    public Map<String, String> decision(Map<String, String> arguments) {
        return inTransaction(store -> store.decision(arguments.get("page")))
                .map(decision -> Map.of("decision", decision.name()))
                .orElse(Map.of());
    }

    @POST
    @Path("consume")
    public Map<String, String> consume(Map<String, String> arguments) {
        return inTransaction(store -> describe(store.consume(arguments.get("token"), binding(arguments))));
    }

    /** Makes a second code that carries what {@code code} carries, with another nonce if one is given. */
    @POST
    @Path("copy-code")
    public Map<String, String> copyCode(Map<String, String> arguments) {
        String[] parts = arguments.get("code").split("\\.", 2);
        String id = UUID.randomUUID().toString();
        KeycloakModelUtils.runJobInTransaction(factory, session -> {
            Map<String, String> code = new HashMap<>(session.singleUseObjects().get("code:" + parts[0]));
            code.put("id", id);
            code.put("nonce", arguments.getOrDefault("nonce", code.get("nonce")));
            session.singleUseObjects().put("code:" + id, 60, code);
        });
        return Map.of("code", id + "." + parts[1]);
    }

    @POST
    @Path("redeem")
    public Map<String, Boolean> redeem(Map<String, String> arguments) {
        return Map.of("redeemed", inTransaction(store -> store.redeem(arguments.get("id"))));
    }

    /** Many callers redeem one consumed grant at once, again and again: counts the grants that had exactly one winner. */
    @POST
    @Path("redeem-race")
    public Map<String, Integer> redeemRace(Map<String, Integer> arguments) throws Exception {
        int callers = arguments.get("callers");
        Map<String, Integer> outcomes = new TreeMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            for (int i = 0; i < arguments.get("grants"); i++) {
                Map<String, String> page = mint(Map.of());
                consume(Map.of("token", page.get("token"), "PAGE", page.get("page")));
                List<String> calls =
                        race(pool, callers, store -> store.redeem(page.get("page")) ? "redeemed" : "refused");
                calls.forEach(outcome -> outcomes.merge(outcome, 1, Integer::sum));
                boolean one = calls.stream().filter("redeemed"::equals).count() == 1;
                outcomes.merge(one ? "one winner" : "not one winner", 1, Integer::sum);
            }
            return outcomes;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Many callers on one token, again and again: counts the tokens that had exactly one winner, and the losers' reasons. */
    @POST
    @Path("race")
    public Map<String, Integer> race(Map<String, Integer> arguments) throws Exception {
        int callers = arguments.get("callers");
        Map<String, Integer> outcomes = new TreeMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            for (int i = 0; i < arguments.get("tokens"); i++) {
                int winners = 0;
                for (String outcome : race(pool, callers)) {
                    outcomes.merge(outcome, 1, Integer::sum);
                    winners += outcome.equals("granted") ? 1 : 0;
                }
                outcomes.merge(winners == 1 ? "one winner" : "not one winner", 1, Integer::sum);
            }
            return outcomes;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Callers consume and deny one grant at once, again and again: counts the grants that had exactly one winner. */
    @POST
    @Path("denial-race")
    public Map<String, Integer> denialRace(Map<String, Integer> arguments) throws Exception {
        int callers = arguments.get("callers");
        Map<String, Integer> outcomes = new TreeMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            for (int i = 0; i < arguments.get("grants"); i++) {
                Map<String, String> page = mint(Map.of());
                AtomicInteger turn = new AtomicInteger();
                List<String> calls = race(pool, callers, store -> consumeOrDeny(store, page, turn.getAndIncrement()));
                boolean one = calls.stream().filter("won"::equals).count() == 1;
                outcomes.merge(one ? "one winner" : "not one winner", 1, Integer::sum);
            }
            return outcomes;
        } finally {
            pool.shutdownNow();
        }
    }

    private static String consumeOrDeny(ConsentGrantStore store, Map<String, String> page, int turn) {
        Binding binding = binding(Map.of("PAGE", page.get("page")));
        if (turn % 2 == 0) {
            return store.consume(page.get("token"), binding) instanceof Refused ? "lost" : "won";
        }
        store.deny(binding);
        return "won";
    }

    private List<String> race(ExecutorService pool, int callers) throws Exception {
        Map<String, String> page = mint(Map.of());
        return race(
                pool,
                callers,
                store -> describe(store.consume(page.get("token"), binding(Map.of("PAGE", page.get("page")))))
                        .get("outcome"));
    }

    private List<String> race(ExecutorService pool, int callers, Function<ConsentGrantStore, String> work)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(callers);
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            calls.add(pool.submit(() -> decide(store -> {
                await(start);
                return work.apply(store);
            })));
        }
        List<String> outcomes = new ArrayList<>();
        for (Future<String> call : calls) {
            outcomes.add(call.get(1, TimeUnit.MINUTES));
        }
        return outcomes;
    }

    /** A first consumer holds the row and rolls back while a second one waits for it. */
    @POST
    @Path("rollback")
    public Map<String, String> rollback(Map<String, String> arguments) throws Exception {
        Map<String, String> page = mint(Map.of());
        Binding binding = binding(Map.of("PAGE", page.get("page")));
        CountDownLatch consumed = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Future<String> first =
                    pool.submit(() -> KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
                        String outcome = describe(session.getProvider(ConsentGrantStore.class)
                                        .consume(page.get("token"), binding))
                                .get("outcome");
                        consumed.countDown();
                        sleep();
                        session.getTransactionManager().setRollbackOnly();
                        return outcome;
                    }));
            consumed.await();
            Future<String> second = pool.submit(() -> inTransaction(
                    store -> describe(store.consume(page.get("token"), binding)).get("outcome")));
            return Map.of("first", first.get(1, TimeUnit.MINUTES), "second", second.get(1, TimeUnit.MINUTES));
        } finally {
            pool.shutdownNow();
        }
    }

    /** A first consumer holds the row and gives it back while a second one waits for it. */
    @POST
    @Path("release")
    public Map<String, String> release(Map<String, String> arguments) throws Exception {
        Map<String, String> page = mint(Map.of());
        Binding binding = binding(Map.of("PAGE", page.get("page")));
        CountDownLatch consumed = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Future<String> first = pool.submit(() -> inTransaction(store -> {
                String outcome =
                        describe(store.consume(page.get("token"), binding)).get("outcome");
                consumed.countDown();
                sleep();
                store.release(page.get("page"));
                return outcome;
            }));
            consumed.await();
            Future<String> second = pool.submit(() -> inTransaction(
                    store -> describe(store.consume(page.get("token"), binding)).get("outcome")));
            return Map.of(
                    "first", first.get(1, TimeUnit.MINUTES),
                    "second", second.get(1, TimeUnit.MINUTES),
                    "other", inTransaction(store -> releaseOfAnother(store, page.get("page"))),
                    "third",
                            consume(Map.of("token", page.get("token"), "PAGE", page.get("page")))
                                    .get("outcome"));
        } finally {
            pool.shutdownNow();
        }
    }

    private static String releaseOfAnother(ConsentGrantStore store, String grantId) {
        try {
            store.release(grantId);
            return "released";
        } catch (IllegalStateException e) {
            return "refused";
        }
    }

    private String decide(Function<ConsentGrantStore, String> work) {
        try {
            return inTransaction(work);
        } catch (AlreadyDecidedException e) {
            return "lost";
        }
    }

    private <T> T inTransaction(Function<ConsentGrantStore, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> work.apply(session.getProvider(ConsentGrantStore.class)));
    }

    private static String mint(ConsentGrantStore store, Map<String, String> arguments) {
        int ttl = Integer.parseInt(arguments.getOrDefault("ttl", "120"));
        Binding binding = binding(arguments);
        GrantToken token = Tokens.of(binding);
        store.mint(token, binding, Duration.ofSeconds(ttl));
        return token.value();
    }

    private static Binding binding(Map<String, String> arguments) {
        Binding.Builder builder = Binding.builder()
                .set(BindingField.REALM, "probe")
                .set(BindingField.CLIENT_UUID, "probe")
                .set(BindingField.SUBJECT, "probe");
        arguments.forEach((name, value) -> {
            if (!name.equals("token") && !name.equals("ttl")) {
                builder.set(BindingField.valueOf(name), value);
            }
        });
        return builder.build();
    }

    private static Map<String, String> describe(ConsumeResult result) {
        return result instanceof Refused refused
                ? Map.of(
                        "outcome",
                        refused.reason().value(),
                        "differing",
                        refused.differing().toString())
                : Map.of("outcome", "granted");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
