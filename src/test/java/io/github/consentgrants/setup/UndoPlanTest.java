package io.github.consentgrants.setup;

import static io.github.consentgrants.setup.TestFlows.made;
import static io.github.consentgrants.setup.TestFlows.usual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.consentgrants.setup.Change.BindFlow;
import io.github.consentgrants.setup.Change.DeleteFlow;
import io.github.consentgrants.setup.UndoPlan.Found;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UndoPlanTest {
    private static final BrowserFlow BEFORE = usual("browser");
    private static final BrowserFlow OURS = made("ours", BEFORE);
    private static final Change BIND = new BindFlow("browser", Optional.of(BEFORE.id()));
    private static final Change DELETE = new DeleteFlow(OURS.id(), "ours");

    private static Found found(BrowserFlow bound, BrowserFlow before, BrowserFlow ours, boolean isDisposable) {
        return new Found(
                true,
                Optional.of(bound),
                Optional.ofNullable(before),
                "browser",
                Optional.ofNullable(ours),
                isDisposable);
    }

    @Test
    void undoWhenItsFlowIsBoundThenTheOtherIsBoundAndItsOwnDeleted() {
        assertThat(UndoPlan.of(found(OURS, BEFORE, OURS, true))).containsExactly(BIND, DELETE);
    }

    @Test
    void undoWhenItsFlowIsUsedOrOfAnotherThenItIsKept() {
        assertThat(UndoPlan.of(found(OURS, BEFORE, OURS, false))).containsExactly(BIND);
    }

    @Test
    void undoWhenItsFlowWasChangedThenItIsKept() {
        BrowserFlow changed = new BrowserFlow(OURS.id(), "ours", made("x", OURS).steps());
        assertThat(UndoPlan.of(found(changed, BEFORE, changed, true))).containsExactly(BIND);
    }

    @Test
    void undoWhenAnotherFlowWasBoundSinceThenTheBindingStays() {
        assertThat(UndoPlan.of(found(usual("third"), BEFORE, OURS, true))).containsExactly(DELETE);
        assertThat(UndoPlan.of(found(usual("third"), BEFORE, null, false))).isEmpty();
    }

    @Test
    void undoWhenTheFlowOfBeforeIsGoneThenRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> UndoPlan.of(found(OURS, null, OURS, true)))
                .withMessageContaining("'browser'");
    }

    @Test
    void undoWhenNothingIsRememberedThenOnlyAFlowWithoutTheAuthenticatorIsFine() {
        Found ours = new Found(false, Optional.of(OURS), Optional.empty(), "", Optional.empty(), false);
        assertThatIllegalStateException().isThrownBy(() -> UndoPlan.of(ours)).withMessageContaining("by hand");
        Found stock = new Found(false, Optional.of(BEFORE), Optional.empty(), "", Optional.empty(), false);
        assertThat(UndoPlan.of(stock)).isEmpty();
        Found none = new Found(false, Optional.empty(), Optional.empty(), "", Optional.empty(), false);
        assertThat(UndoPlan.of(none)).isEmpty();
    }
}
