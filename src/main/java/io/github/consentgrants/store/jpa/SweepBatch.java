package io.github.consentgrants.store.jpa;

import io.github.consentgrants.gate.Retention;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.store.jpa.SweepRules.Verdict;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.Timeouts;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.UserSessionProvider;

/**
 * One transaction of the sweep: takes the next rows in the order of the primary key and does with each what the rules
 * say. Looks at no row that is younger than the grace time, so at none that a consume or a redemption needs, and passes
 * over rows that another transaction has locked.
 */
final class SweepBatch {
    private static final String LOWEST_ID = GrantId.lowest(0);
    private static final String LOCK_TIMEOUT = "jakarta.persistence.lock.timeout";

    private final EntityManager entityManager;
    private final RealmProvider realms;
    private final UserSessionProvider sessions;
    private final SweepSettings settings;
    private final long now;
    private final Erasures erasures;

    SweepBatch(
            EntityManager entityManager,
            RealmProvider realms,
            UserSessionProvider sessions,
            SweepSettings settings,
            long now) {
        this.entityManager = entityManager;
        this.realms = realms;
        this.sessions = sessions;
        this.settings = settings;
        this.now = now;
        this.erasures = new Erasures(entityManager);
    }

    /**
     * What a batch did.
     *
     * @param swept how many rows, by verdict
     * @param isLast whether the pass has ended, or another sweeper is at work
     */
    record Result(Map<Verdict, Integer> swept, boolean isLast) {}

    /** The position of a pass and its start; the start is 0 if the pass had to leave out a row that must be erased. */
    private record Pass(String position, long startedAt) {}

    Result run() {
        Pass pass = pass(entityManager);
        List<SweepRow> rows = next(pass.position());
        if (rows.isEmpty()) {
            return end(pass);
        }
        // The position moves first: a second sweeper then finds another position than the one it read, and stops.
        String last = rows.get(rows.size() - 1).id();
        if (!advance(pass, new Pass(last, pass.startedAt()))) {
            return new Result(Map.of(), true);
        }
        Map<Verdict, List<SweepRow>> verdicts = judge(rows);
        Map<Verdict, Integer> swept = new EnumMap<>(Verdict.class);
        verdicts.forEach((verdict, judged) -> swept.put(verdict, carryOut(verdict, judged)));
        if (hasLeftOut(Verdict.USER_REMOVED, verdicts, swept)) {
            advance(new Pass(last, pass.startedAt()), new Pass(last, 0));
        }
        return new Result(swept, false);
    }

    /** Returns when the last pass over all rows ended and the current one began; 0 if that is not known. */
    static long lastPassAt(EntityManager entityManager) {
        return pass(entityManager).startedAt();
    }

    private static Pass pass(EntityManager entityManager) {
        Object[] row = entityManager
                .createNamedQuery(ConsentGrantSweepEntity.READ, Object[].class)
                .getSingleResult();
        return new Pass((String) row[0], (long) row[1]);
    }

    private List<SweepRow> next(String position) {
        return entityManager
                .createNamedQuery(ConsentGrantSweepEntity.WINDOW, SweepRow.class)
                .setParameter("from", position)
                .setParameter("end", GrantId.lowest(now - settings.grace().toMillis()))
                .setMaxResults(settings.batch())
                .getResultList();
    }

    private boolean advance(Pass from, Pass to) {
        return entityManager
                        .createNamedQuery(ConsentGrantSweepEntity.ADVANCE)
                        .setParameter("from", from.position())
                        .setParameter("to", to.position())
                        .setParameter("passStartedAt", to.startedAt())
                        .executeUpdate()
                == 1;
    }

    /** All rows of what was removed two grace times before the pass began lay ahead of the pass, even if clocks differ. */
    private Result end(Pass pass) {
        if (advance(pass, new Pass(LOWEST_ID, now))) {
            long began = Math.min(pass.startedAt(), now); // a clock may have been put back
            erasures.forget(began - 2 * settings.grace().toMillis());
        }
        return new Result(Map.of(), true);
    }

    private Map<Verdict, List<SweepRow>> judge(List<SweepRow> rows) {
        Map<String, Duration> retentions = new HashMap<>();
        SweepRules rules = new SweepRules(
                now,
                settings.grace(),
                realmId -> retentions.computeIfAbsent(realmId, this::retention),
                removals(rows),
                this::isSession);
        return rows.stream()
                .collect(Collectors.groupingBy(rules::of, () -> new EnumMap<>(Verdict.class), Collectors.toList()));
    }

    private Duration retention(String realmId) {
        @Nullable RealmModel realm = realms.getRealm(realmId);
        return realm == null ? settings.retention() : Retention.of(realm).orElse(settings.retention());
    }

    private boolean isSession(String realmId, String sessionId) {
        @Nullable RealmModel realm = realms.getRealm(realmId);
        return realm != null
                && (sessions.getUserSession(realm, sessionId) != null
                        || sessions.getOfflineUserSession(realm, sessionId) != null);
    }

    private Map<String, Long> removals(List<SweepRow> rows) {
        if (erasures.isEmpty()) {
            return Map.of();
        }
        Set<String> keys = new HashSet<>();
        for (SweepRow row : rows) {
            keys.add(Erasures.keyOfRealm(row.realmId()));
            keys.add(Erasures.keyOfUser(row.realmId(), row.userId()));
        }
        return erasures.among(keys);
    }

    private int carryOut(Verdict verdict, List<SweepRow> rows) {
        return switch (verdict) {
            case KEEP -> 0;
            case USER_REMOVED ->
                rows.stream()
                        .collect(Collectors.groupingBy(row -> Erasures.pseudonym(row.realmId(), row.userId())))
                        .entrySet()
                        .stream()
                        .mapToInt(user -> pseudonymize(user.getKey(), user.getValue()))
                        .sum();
            case EXPIRED, CONSUMED, DENIED, REALM_REMOVED -> delete(rows);
        };
    }

    private int delete(List<SweepRow> rows) {
        return change(rows, ConsentRecordEntity.DELETE, ConsentGrantSweepEntity.DELETE, Map.of());
    }

    private int pseudonymize(String pseudonym, List<SweepRow> rows) {
        return change(
                rows, ConsentRecordEntity.ERASE, ConsentGrantSweepEntity.PSEUDONYMIZE, Map.of("pseudonym", pseudonym));
    }

    /** Changes the records of those rows that nobody else has locked, then the rows themselves, and says how many rows. */
    private int change(List<SweepRow> rows, String ofRecords, String ofRows, Map<String, String> parameters) {
        List<String> ids = lock(rows);
        if (ids.isEmpty()) {
            return 0;
        }
        entityManager.createNamedQuery(ofRecords).setParameter("ids", ids).executeUpdate();
        Query query = entityManager.createNamedQuery(ofRows).setParameter("ids", ids);
        parameters.forEach(query::setParameter);
        return query.executeUpdate();
    }

    /** Locks those of the rows that nobody else has locked, and returns their ids. */
    private List<String> lock(Collection<SweepRow> rows) {
        return entityManager
                .createNamedQuery(ConsentGrantSweepEntity.LOCK, String.class)
                .setParameter("ids", rows.stream().map(SweepRow::id).toList())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint(LOCK_TIMEOUT, Timeouts.SKIP_LOCKED_MILLI)
                .getResultList();
    }

    private static boolean hasLeftOut(
            Verdict verdict, Map<Verdict, List<SweepRow>> verdicts, Map<Verdict, Integer> swept) {
        return verdicts.getOrDefault(verdict, List.of()).size() > swept.getOrDefault(verdict, 0);
    }
}
