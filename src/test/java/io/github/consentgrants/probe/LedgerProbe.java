package io.github.consentgrants.probe;

import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.store.ConsentGrantLedger;
import io.github.consentgrants.store.GrantFilter;
import io.github.consentgrants.store.GrantPage;
import io.github.consentgrants.store.GrantQuery;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

/** Calls the ledger, each time in a transaction of its own. */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class LedgerProbe {
    private static final long PATIENCE_SECONDS = 60;

    private final KeycloakSessionFactory factory;

    LedgerProbe(KeycloakSession session) {
        factory = session.getKeycloakSessionFactory();
    }

    @POST
    @Path("find")
    public Map<String, String> find(Map<String, String> arguments) {
        return inTransaction(ledger -> ledger.find(arguments.get("realm"), arguments.get("id")))
                .map(LedgerProbe::describe)
                .orElse(Map.of());
    }

    @POST
    @Path("record")
    public Map<String, String> record(Map<String, String> arguments) {
        String id = arguments.get("id");
        ConsentRecord record = inTransaction(ledger -> ledger.records(arguments.get("realm"), List.of(id)))
                .get(id);
        return record == null
                ? Map.of()
                : Map.of("content", record.content(), "personal", String.valueOf(record.personal()));
    }

    @POST
    @Path("page")
    public Map<String, Object> page(Map<String, String> arguments) {
        GrantQuery query = new GrantQuery(
                arguments.get("realm"),
                filter(arguments),
                arguments.get("before"),
                Integer.parseInt(arguments.get("limit")));
        GrantPage page = inTransaction(ledger -> ledger.page(query));
        return Map.of(
                "ids", page.grants().stream().map(Grant::id).toList(), "next", page.next() == null ? "" : page.next());
    }

    private static GrantFilter filter(Map<String, String> arguments) {
        String decision = arguments.get("decision");
        String state = arguments.get("state");
        return new GrantFilter(
                arguments.get("id"),
                arguments.get("user"),
                arguments.get("client"),
                decision == null ? null : Decision.valueOf(decision),
                state == null ? null : Grant.State.valueOf(state),
                time(arguments.get("from")),
                time(arguments.get("to")));
    }

    private static Instant time(String millis) {
        return millis == null ? null : Instant.ofEpochMilli(Long.parseLong(millis));
    }

    @POST
    @Path("erase")
    public Map<String, Integer> erase(Map<String, String> arguments) {
        return Map.of(
                "erased",
                inTransaction(ledger -> ledger.erase(
                        arguments.get("realm"), arguments.get("user"), Integer.parseInt(arguments.get("limit")))));
    }

    /** Revokes from so many threads at once, and says how many were told that it was they. */
    @POST
    @Path("revoke")
    public Map<String, Long> revoke(Map<String, String> arguments) throws Exception {
        int callers = Integer.parseInt(arguments.getOrDefault("callers", "1"));
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                calls.add(() -> inTransaction(
                        ledger -> ledger.revoke(arguments.get("realm"), arguments.get("id"), arguments.get("reason"))));
            }
            long winners = 0;
            for (Future<Boolean> call : pool.invokeAll(calls, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                winners += call.get() ? 1 : 0;
            }
            return Map.of("winners", winners);
        } finally {
            pool.shutdownNow();
        }
    }

    @POST
    @Path("standing")
    public Map<String, Boolean> standing(Map<String, String> arguments) {
        String realm = arguments.get("realm");
        String id = arguments.get("id");
        return Map.of(
                "revoked",
                inTransaction(ledger -> ledger.isRevoked(realm, id)),
                "inUse",
                inTransaction(
                        ledger -> ledger.find(realm, id).filter(ledger::isInUse).isPresent()));
    }

    /** Revokes all from so many threads at once, and returns the ids that each was told. */
    @POST
    @Path("revoke-all")
    public Map<String, List<String>> revokeAll(Map<String, String> arguments) throws Exception {
        int callers = Integer.parseInt(arguments.get("callers"));
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            Callable<List<String>> call = () -> inTransaction(ledger -> ledger.revokeAll(
                    arguments.get("realm"), arguments.get("user"), arguments.get("client"), arguments.get("reason")));
            List<String> revoked = new ArrayList<>();
            for (Future<List<String>> told :
                    pool.invokeAll(Collections.nCopies(callers, call), PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                revoked.addAll(told.get());
            }
            return Map.of("ids", revoked);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Map<String, String> describe(Grant grant) {
        Grant.Revocation revocation = grant.revocation();
        return Map.of(
                "id",
                grant.id(),
                "client",
                grant.clientUuid(),
                "user",
                grant.userId(),
                "state",
                grant.state(Instant.ofEpochMilli(Time.currentTimeMillis())).name(),
                "recorded",
                Boolean.toString(grant.recorded()),
                "decidedAt",
                Long.toString(grant.decidedAt().toEpochMilli()),
                "reason",
                revocation == null ? "" : revocation.reason());
    }

    private <T> T inTransaction(Function<ConsentGrantLedger, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory, job -> work.apply(job.getProvider(ConsentGrantLedger.class)));
    }
}
