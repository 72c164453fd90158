package io.github.consentgrants.setup;

import io.github.consentgrants.setup.Change.BindFlow;
import io.github.consentgrants.setup.Change.DeleteFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What puts the flow back that was bound before a set-up. Changes nothing. The required action stays: the realm stays gated. */
final class UndoPlan {
    private UndoPlan() {}

    /**
     * What an undo finds.
     *
     * @param remembered whether a set-up has left its note
     * @param bound the flow for browsers
     * @param before the flow that was bound before the set-up, if it is still there
     * @param beforeAlias how that flow was called; empty if the set-up has bound none
     * @param ours the flow that the set-up has bound, if it is still there
     * @param isDisposable whether the set-up has made that flow, and nothing but the realm's binding uses it
     */
    record Found(
            boolean remembered,
            Optional<BrowserFlow> bound,
            Optional<BrowserFlow> before,
            String beforeAlias,
            Optional<BrowserFlow> ours,
            boolean isDisposable) {}

    /**
     * Plans it.
     *
     * @throws IllegalStateException with a message for the caller if nobody knows which flow to put back
     */
    static List<Change> of(Found found) {
        boolean isOursBound = found.bound().map(BrowserFlow::placement).orElse(Placement.ABSENT) != Placement.ABSENT;
        if (!found.remembered()) {
            if (isOursBound) {
                throw new IllegalStateException(
                        "Nothing says which flow was bound before: the authenticator was put into"
                                + " the flow by hand. Bind another flow (Authentication > Flows > Action > Bind flow)");
            }
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        boolean isStillBound = found.ours().isPresent()
                && found.bound().map(BrowserFlow::id).equals(found.ours().map(BrowserFlow::id));
        if (isStillBound) {
            BrowserFlow before = found.before()
                    .orElseThrow(() -> new IllegalStateException("The flow '" + found.beforeAlias()
                            + "' that was bound before is gone. Bind another flow (Authentication > Flows > Action >"
                            + " Bind flow), and repeat this"));
            changes.add(new BindFlow(before.alias(), Optional.of(before.id())));
        }
        found.ours()
                .filter(ours -> found.isDisposable() && isUnchanged(ours, found))
                .ifPresent(ours -> changes.add(new DeleteFlow(ours.id(), ours.alias())));
        return List.copyOf(changes);
    }

    /** A flow that an administrator has changed since is not deleted. */
    private static boolean isUnchanged(BrowserFlow ours, Found found) {
        return found.before().filter(ours::isMadeFrom).isPresent();
    }
}
