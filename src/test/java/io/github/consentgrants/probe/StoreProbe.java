package io.github.consentgrants.probe;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.store.ConsentGrantStore;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.ScheduledTask;
import org.keycloak.timer.TaskRunner;
import org.keycloak.timer.TimerProvider;

/** Looks at the store's tables through Keycloak's own connection, on whatever database, and runs its sweep. */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class StoreProbe {
    private static final long PATIENCE_SECONDS = 30;

    private final KeycloakSession session;
    private final KeycloakSessionFactory factory;

    StoreProbe(KeycloakSession session) {
        this.session = session;
        factory = session.getKeycloakSessionFactory();
    }

    @POST
    @Path("rows")
    public List<Map<String, Object>> rows(Map<String, String> arguments) {
        return inTransaction(entityManager -> {
            List<?> found = entityManager
                    .createNativeQuery("SELECT ID, USER_ID, DECISION, CONSUMED_AT FROM {h-schema}CG_CONSENT_GRANT"
                            + " WHERE REALM_ID = :realm ORDER BY ID")
                    .setParameter("realm", arguments.get("realm"))
                    .getResultList();
            List<Map<String, Object>> rows = new ArrayList<>();
            for (Object row : found) {
                Object[] columns = (Object[]) row;
                rows.add(Map.of(
                        "id", columns[0], "user", columns[1], "decision", columns[2], "consumed", columns[3] != null));
            }
            return rows;
        });
    }

    /** Looks at a record past its grant, which may be gone. */
    @POST
    @Path("record")
    public Map<String, Number> record(Map<String, String> arguments) {
        Object[] counts = (Object[]) inTransaction(entityManager -> entityManager
                .createNativeQuery("SELECT COUNT(*), COUNT(CASE WHEN PERSONAL IS NOT NULL THEN 1 END)"
                        + " FROM {h-schema}CG_CONSENT_RECORD WHERE ID = :id")
                .setParameter("id", arguments.get("id"))
                .getSingleResult());
        return Map.of("records", (Number) counts[0], "personal", (Number) counts[1]);
    }

    /** Mints many grants in one transaction. */
    @POST
    @Path("fill")
    public Map<String, String> fill(Map<String, String> arguments) {
        KeycloakModelUtils.runJobInTransaction(factory, job -> {
            ConsentGrantStore store = job.getProvider(ConsentGrantStore.class);
            for (int i = 0; i < Integer.parseInt(arguments.get("rows")); i++) {
                Binding binding = Binding.builder()
                        .set(BindingField.REALM, arguments.get("realm"))
                        .set(BindingField.CLIENT_UUID, "probe")
                        .set(BindingField.SUBJECT, "probe")
                        .set(BindingField.PAGE, GrantId.at(Time.currentTimeMillis()))
                        .build();
                store.mint(Tokens.of(binding), binding, Duration.ofMinutes(1));
            }
        });
        return arguments;
    }

    @POST
    @Path("erasures")
    public Map<String, Number> erasures(Map<String, String> arguments) {
        return Map.of("count", inTransaction(entityManager -> (Number) entityManager
                .createNativeQuery("SELECT COUNT(*) FROM {h-schema}CG_ERASURE WHERE ID = :id")
                .setParameter("id", arguments.get("key"))
                .getSingleResult()));
    }

    /** Runs the scheduled task in so many threads at once, past the cluster's lock. */
    @POST
    @Path("sweep")
    public Map<String, Integer> sweep(Map<String, Integer> arguments) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(arguments.get("sweepers"));
        try {
            List<Future<?>> sweeps = new ArrayList<>();
            for (int i = 0; i < arguments.get("sweepers"); i++) {
                sweeps.add(pool.submit(this::runSweep));
            }
            for (Future<?> sweep : sweeps) {
                sweep.get(5, TimeUnit.MINUTES);
            }
            return arguments;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Runs the scheduled task while another transaction holds the row, and says whether it had to wait for it. */
    @POST
    @Path("sweep-beside-lock")
    public Map<String, Boolean> sweepBesideLock(Map<String, String> arguments) throws Exception {
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch swept = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Future<?> holder = pool.submit(() -> inTransaction(entityManager -> {
                int rows = entityManager
                        .createNativeQuery(
                                "UPDATE {h-schema}CG_CONSENT_GRANT SET CONSUMED_AT = CONSUMED_AT WHERE ID = :id")
                        .setParameter("id", arguments.get("id"))
                        .executeUpdate();
                locked.countDown();
                await(swept);
                return rows;
            }));
            locked.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            boolean waited = isLate(pool.submit(this::runSweep));
            swept.countDown();
            holder.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Map.of("waited", waited);
        } finally {
            pool.shutdownNow();
        }
    }

    private static boolean isLate(Future<?> sweep) throws Exception {
        try {
            sweep.get(PATIENCE_SECONDS / 2, TimeUnit.SECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        }
    }

    private void runSweep() {
        TaskRunner runner = (TaskRunner) session.getProvider(TimerProvider.class)
                .getTasks()
                .get("consent-grant-sweep")
                .getRunnable();
        ScheduledTask task = runner.getTask();
        try (KeycloakSession own = factory.create()) {
            task.run(own);
        }
    }

    private <T> T inTransaction(Function<EntityManager, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory,
                job -> work.apply(job.getProvider(JpaConnectionProvider.class).getEntityManager()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
