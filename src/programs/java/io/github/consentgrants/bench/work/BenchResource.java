package io.github.consentgrants.bench.work;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.timer.ScheduledTask;
import org.keycloak.timer.TaskRunner;
import org.keycloak.timer.TimerProvider;

/** Runs a round inside Keycloak. */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class BenchResource {
    private final KeycloakSessionFactory factory;

    BenchResource(KeycloakSession session) {
        factory = session.getKeycloakSessionFactory();
    }

    @POST
    @Path("pairs")
    public Map<String, Double> pairs(Map<String, String> arguments) throws Exception {
        return Pairs.run(arguments, () -> workload(arguments));
    }

    /** The same while the sweep runs, past the cluster's lock, from its beginning each time. */
    @POST
    @Path("pairs-beside-sweep")
    public Map<String, Double> pairsBesideSweep(Map<String, String> arguments) throws Exception {
        Thread sweep = new Thread(this::sweep, "sweep");
        sweep.start();
        try {
            return pairs(arguments);
        } finally {
            sweep.interrupt();
            sweep.join();
        }
    }

    private void sweep() {
        try (KeycloakSession session = factory.create()) {
            TaskRunner runner = (TaskRunner) session.getProvider(TimerProvider.class)
                    .getTasks()
                    .get("consent-grant-sweep")
                    .getRunnable();
            ScheduledTask task = runner.getTask();
            task.run(session);
        }
    }

    @POST
    @Path("race")
    public Map<String, Double> race(Map<String, String> arguments) throws Exception {
        return Race.run(arguments, factory);
    }

    private Workload workload(Map<String, String> arguments) throws Exception {
        return switch (arguments.get("work")) {
            case "store" -> new StoreWorkload(factory);
            case "keycloak" -> new KeycloakWorkload(factory, arguments.get("table"));
            case "single-use" -> new SingleUseWorkload(factory);
            default -> Workload.of(arguments);
        };
    }
}
