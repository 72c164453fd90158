package io.github.consentgrants.history;

import io.github.consentgrants.testing.Approvals;
import io.github.consentgrants.testing.Approvals.Approved;
import io.github.consentgrants.testing.Approvals.Shown;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.TestRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Uses what an approval gives, in many threads, while it is taken back, and keeps the history. Judges it: what was asked for after the
 * revocation was acknowledged must have been refused, and nothing that was got before may be of use afterwards.
 */
public final class RevocationRaces {
    private static final Map<String, String> REQUEST = Map.of("scope", "openid email");
    /** How long the threads go on after the acknowledgement. */
    private static final int MILLIS_AFTER = 150;

    private final TestRealm realm;
    private final Approvals approvals;
    private final List<String> violations = new ArrayList<>();
    private int before;
    private int after;

    public RevocationRaces(TestRealm realm) {
        this.realm = realm;
        approvals = new Approvals(realm);
        // Keeps the session of the client, so that it is the row that refuses.
        approvals.redeem(approvals.approve(REQUEST));
    }

    /**
     * One use.
     *
     * @param invoked when it was asked for
     * @param good whether it was granted
     */
    public record Use(String what, long invoked, boolean good) {}

    /** Returns the uses that were asked for after the acknowledgement, and granted. */
    public static List<Use> violations(List<Use> uses, long acknowledged) {
        return uses.stream()
                .filter(use -> use.good() && use.invoked() > acknowledged)
                .toList();
    }

    /** Tokens that were redeemed: refresh, introspection and userinfo against the revocation. */
    public void tokens() {
        Approved approved = approvals.approve(REQUEST);
        Answer tokens = approvals.redeem(approved);
        Queue<Answer> got = new ConcurrentLinkedQueue<>(List.of(tokens));
        race(
                approved.id(),
                Map.of(
                        "refresh",
                        () -> {
                            Answer refreshed = approvals.refresh(tokens);
                            if (refreshed.hasToken()) {
                                got.add(refreshed);
                            }
                            return refreshed.hasToken();
                        },
                        "introspection",
                        () -> isActive(tokens),
                        "userinfo",
                        () -> approvals.userinfo(tokens).statusCode() == 200));
        assertDead(got);
    }

    /** A code: its redemption against the revocation. */
    public void code() {
        Approved approved = approvals.approve(REQUEST);
        CompletableFuture<Answer> redeemed = CompletableFuture.supplyAsync(() -> approvals.redeem(approved));
        CompletableFuture.runAsync(() -> approvals.revoke(approved.id())).join();
        Answer tokens = redeemed.join();
        count(tokens.hasToken());
        assertDead(Stream.of(tokens).filter(Answer::hasToken).toList());
    }

    /** A click: mint, consume and code against the revocation, which is tried until there is a grant. */
    public void click() {
        Shown shown = approvals.open(REQUEST);
        String id = shown.page().instance();
        AtomicBoolean clicked = new AtomicBoolean();
        CompletableFuture<Boolean> revoked = CompletableFuture.supplyAsync(() -> {
            boolean over;
            do {
                over = clicked.get();
                if (approvals.tryRevoke(id)) {
                    return true;
                }
            } while (!over);
            return false;
        });
        Approved approved = approvals.click(shown);
        clicked.set(true);
        if (!revoked.join()) {
            violations.add("the grant of a click could not be revoked");
        }
        if (Browser.hasCode(approved.end())) {
            Answer tokens = approvals.redeem(approved);
            count(tokens.hasToken());
            if (tokens.hasToken()) {
                violations.add("a code was redeemed after its grant was taken back");
            }
        }
    }

    private void race(String id, Map<String, BooleanSupplier> uses) {
        Queue<Use> history = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Void>> users = uses.entrySet().stream()
                .map(use -> CompletableFuture.runAsync(() -> {
                    while (!over.get()) {
                        long invoked = System.nanoTime();
                        history.add(
                                new Use(use.getKey(), invoked, use.getValue().getAsBoolean()));
                    }
                }))
                .toList();
        approvals.revoke(id);
        long acknowledged = System.nanoTime();
        pause();
        over.set(true);
        users.forEach(CompletableFuture::join);
        history.forEach(use -> count(use.invoked() <= acknowledged));
        violations(List.copyOf(history), acknowledged)
                .forEach(use -> violations.add(use.what() + " was granted after the acknowledgement"));
    }

    private void assertDead(Iterable<Answer> got) {
        for (Answer tokens : got) {
            if (approvals.refresh(tokens).hasToken()) {
                violations.add("a token that was got before is refreshed after the revocation");
            }
            if (isActive(tokens)) {
                violations.add("a token that was got before is active after the revocation");
            }
        }
    }

    private boolean isActive(Answer tokens) {
        return approvals
                .introspect(tokens.text("access_token"), "access_token")
                .path("active")
                .asBoolean();
    }

    private void count(boolean early) {
        before += early ? 1 : 0;
        after += early ? 0 : 1;
    }

    private static void pause() {
        try {
            Thread.sleep(MILLIS_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns what must not have happened. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** Says how many uses came before the revocation, and after it. */
    public String summary() {
        return realm.name() + ": " + before + " uses before a revocation, " + after + " after it";
    }

    /** Says whether uses came before a revocation, and after one: without both, nothing was raced. */
    public boolean hasBothOrders() {
        return before > 0 && after > 0;
    }
}
