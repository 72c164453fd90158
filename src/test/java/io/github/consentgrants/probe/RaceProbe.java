package io.github.consentgrants.probe;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.ConsumeResult.Refused;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.store.AlreadyDecidedException;
import io.github.consentgrants.store.ConsentGrantStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Callers of one grant at once, each in a transaction of its own. */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class RaceProbe {
    private static final String GRANTED = "granted";
    private static final String LOST = "lost";
    private static final String WON = "won";

    private final KeycloakSessionFactory factory;

    RaceProbe(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    /** A grant, as a race needs it. */
    private record Minted(String page, String token) {
        Binding binding() {
            return ProbeResource.binding(Map.of("PAGE", page));
        }

        String consume(ConsentGrantStore store) {
            return ProbeResource.describe(store.consumePresented(token, binding()))
                    .get("outcome");
        }
    }

    /** What one caller of a race does. */
    @FunctionalInterface
    private interface Caller {
        String call(ConsentGrantStore store, Minted grant);
    }

    @POST
    @Path("consume")
    public Map<String, Integer> consume(Map<String, Integer> arguments) throws Exception {
        return races(arguments, GRANTED, this::mint, (store, grant) -> grant.consume(store));
    }

    @POST
    @Path("redeem")
    public Map<String, Integer> redeem(Map<String, Integer> arguments) throws Exception {
        return races(arguments, WON, this::mintAndConsume, (store, grant) -> store.redeem(grant.page()) ? WON : LOST);
    }

    /** Half of the callers consume, half of them deny. */
    @POST
    @Path("deny")
    public Map<String, Integer> deny(Map<String, Integer> arguments) throws Exception {
        AtomicInteger turn = new AtomicInteger();
        return races(arguments, WON, this::mint, (store, grant) -> {
            if (turn.getAndIncrement() % 2 == 0) {
                return store.consumePresented(grant.token(), grant.binding()) instanceof Refused ? LOST : WON;
            }
            store.deny(grant.binding());
            return WON;
        });
    }

    /** A first consumer holds the row and rolls back while a second one waits for it. */
    @POST
    @Path("rollback")
    public Map<String, String> rollback(Map<String, String> arguments) throws Exception {
        return secondWaits(
                mint(), (session, grant) -> session.getTransactionManager().setRollbackOnly());
    }

    /** A first consumer holds the row and gives it back while a second one waits for it; then others try. */
    @POST
    @Path("release")
    public Map<String, String> release(Map<String, String> arguments) throws Exception {
        Minted grant = mint();
        Map<String, String> outcomes = new TreeMap<>(secondWaits(
                grant,
                (session, held) -> session.getProvider(ConsentGrantStore.class).release(held.page())));
        outcomes.put("other", inTransaction(store -> tryRelease(store, grant)));
        outcomes.put("third", inTransaction(grant::consume));
        return outcomes;
    }

    /** A consumer redeems the grant and then tries to give it back. */
    @POST
    @Path("release-redeemed")
    public Map<String, String> releaseRedeemed(Map<String, String> arguments) {
        Minted grant = mint();
        String outcome = inTransaction(store -> {
            grant.consume(store);
            store.redeem(grant.page());
            return tryRelease(store, grant);
        });
        return Map.of("outcome", outcome, "again", inTransaction(grant::consume));
    }

    private static String tryRelease(ConsentGrantStore store, Minted grant) {
        try {
            store.release(grant.page());
            return "released";
        } catch (IllegalStateException e) {
            return "refused";
        }
    }

    /** Counts the outcomes of all callers, and the grants of which exactly one caller has the winner's outcome. */
    private Map<String, Integer> races(
            Map<String, Integer> arguments, String winning, Supplier<Minted> grants, Caller caller) throws Exception {
        int callers = arguments.get("callers");
        Map<String, Integer> outcomes = new TreeMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            for (int i = 0; i < arguments.get("grants"); i++) {
                Minted grant = grants.get();
                List<String> calls = race(pool, callers, store -> caller.call(store, grant));
                calls.forEach(outcome -> outcomes.merge(outcome, 1, Integer::sum));
                boolean one = calls.stream().filter(winning::equals).count() == 1;
                outcomes.merge(one ? "one winner" : "not one winner", 1, Integer::sum);
            }
            return outcomes;
        } finally {
            pool.shutdownNow();
        }
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

    /** What the holder of the row does before its transaction ends. */
    @FunctionalInterface
    private interface Holder {
        void end(KeycloakSession session, Minted grant);
    }

    private Map<String, String> secondWaits(Minted grant, Holder holder) throws Exception {
        CountDownLatch consumed = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Future<String> first =
                    pool.submit(() -> KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
                        String outcome = grant.consume(session.getProvider(ConsentGrantStore.class));
                        consumed.countDown();
                        sleep();
                        holder.end(session, grant);
                        return outcome;
                    }));
            consumed.await();
            Future<String> second = pool.submit(() -> inTransaction(grant::consume));
            return Map.of("first", first.get(1, TimeUnit.MINUTES), "second", second.get(1, TimeUnit.MINUTES));
        } finally {
            pool.shutdownNow();
        }
    }

    private Minted mint() {
        String page = GrantId.at(Time.currentTimeMillis());
        return new Minted(page, inTransaction(store -> ProbeResource.mint(store, Map.of("PAGE", page))));
    }

    private Minted mintAndConsume() {
        Minted grant = mint();
        inTransaction(grant::consume);
        return grant;
    }

    private String decide(Function<ConsentGrantStore, String> work) {
        try {
            return inTransaction(work);
        } catch (AlreadyDecidedException e) {
            return LOST;
        }
    }

    private <T> T inTransaction(Function<ConsentGrantStore, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> work.apply(session.getProvider(ConsentGrantStore.class)));
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
