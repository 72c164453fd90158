package io.github.consentgrants.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;

/**
 * The turn of one HTTP request at a tab. Where tabs are kept in a node's memory, each request of the node sees at once what another
 * one does to the tab, long before that one commits. So the requests of a tab take turns, from their first look at the consent until
 * their transaction has ended. A request that has waited for a click, or for an answer to the client, was admitted to a step that
 * the tab has left: it changes nothing, and follows.
 *
 * <p>Which request gets the code, the database decides, also between nodes. What rests on the turn is that no request ends a flow
 * which another one has led to a later step: a node that keeps a copy of the tab sees it as it was before the click.
 */
public final class TabTurn extends AbstractKeycloakTransaction {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final String ATTRIBUTE = TabTurn.class.getName();
    private static final String ACTION_PATH = "/" + LoginActionsService.REQUIRED_ACTION;
    private static final Map<Tab, TabTurn> TURNS = new ConcurrentHashMap<>();

    private final ConsentProgress progress;
    private final List<Runnable> undo = new ArrayList<>();
    private final List<Tab> tabs = new ArrayList<>();
    private final CompletableFuture<Boolean> movedOn = new CompletableFuture<>();

    private record Tab(String rootSession, String id) {}

    private TabTurn(ConsentProgress progress) {
        this.progress = progress;
    }

    /**
     * Takes the turn, and waits for it for 5 seconds at most.
     *
     * @throws RuntimeException a {@link Retry} if the request for which this one has waited has led the tab on, or has not ended in
     *     time: the browser then comes again
     */
    public static void take(ConsentRequest request) {
        if (ConcurrentRequest.isInCache(request.session())
                && (!isTaken(request.session(), request.authSession()) || isElsewhere(request))) {
            throw Retry.follow(request, ConcurrentRequest.place(request));
        }
    }

    /** Says whether another request has led the tab into its flow after Keycloak admitted this one to an action. */
    static boolean isElsewhere(ConsentRequest request) {
        return !ConsentProgress.in(request.session()).runsTheFlow()
                && Action.AUTHENTICATE.name().equals(request.authSession().getAction())
                && request.session().getContext().getUri().getPath().endsWith(ACTION_PATH);
    }

    /** Does {@code work} if the transaction of the request is rolled back, before another request has its turn. */
    public static void onRollback(KeycloakSession session, Runnable work) {
        of(session).undo.add(work);
    }

    private static TabTurn of(KeycloakSession session) {
        @Nullable TabTurn known = session.getAttribute(ATTRIBUTE, TabTurn.class);
        if (known != null) {
            return known;
        }
        TabTurn turn = new TabTurn(ConsentProgress.in(session));
        session.setAttribute(ATTRIBUTE, turn);
        session.getTransactionManager().enlistAfterCompletion(turn);
        return turn;
    }

    /** Says whether this request may go on. It may not if the tab was led on meanwhile, or if the time is over. */
    static boolean isTaken(KeycloakSession session, AuthenticationSessionModel authSession) {
        return of(session).isTaken(authSession);
    }

    private boolean isTaken(AuthenticationSessionModel authSession) {
        Tab tab = new Tab(authSession.getParentSession().getId(), authSession.getTabId());
        long deadline = System.nanoTime() + LIMIT_NANOS;
        @Nullable TabTurn other = TURNS.putIfAbsent(tab, this);
        while (other != null && other != this) {
            if (!other.leavesTab(deadline - System.nanoTime())) {
                return false;
            }
            other = TURNS.putIfAbsent(tab, this);
        }
        if (other == null) {
            tabs.add(tab);
        }
        return true;
    }

    /** Waits for the end of this turn, and says whether it has left the tab where it was. */
    private boolean leavesTab(long nanos) {
        try {
            return !movedOn.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    protected void commitImpl() {
        end(progress.hasMovedOn());
    }

    @Override
    protected void rollbackImpl() {
        try {
            undo.forEach(Runnable::run);
        } finally {
            end(false);
        }
    }

    private void end(boolean tabMovedOn) {
        tabs.forEach(tab -> TURNS.remove(tab, this));
        movedOn.complete(tabMovedOn);
    }
}
