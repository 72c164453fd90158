package io.github.consentgrants.setup;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.github.consentgrants.setup.Change.BindFlow;
import io.github.consentgrants.setup.Change.DeleteFlow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** What another administrator may have deleted between the plan and its work. The rest is tested on a server. */
class RealmChangesTest {
    private final RealmModel realm = mock(RealmModel.class);
    private final RealmChanges changes =
            new RealmChanges(mock(KeycloakSession.class), realm, mock(AdminEventBuilder.class));

    @Test
    void bindWhenTheFlowIsGoneThenRefused() {
        List<Change> bind = List.of(new BindFlow("own", Optional.of("gone")));
        assertThatIllegalStateException()
                .isThrownBy(() -> changes.carryOut(bind))
                .withMessageContaining("'own'")
                .withMessageContaining("Repeat");
        verify(realm, never()).setBrowserFlow(any());
    }

    @Test
    void deleteWhenTheFlowIsGoneThenRefused() {
        List<Change> delete = List.of(new DeleteFlow("gone", "own"));
        assertThatIllegalStateException()
                .isThrownBy(() -> changes.carryOut(delete))
                .withMessageContaining("'own'");
        verify(realm, never()).removeAuthenticationFlow(any());
    }
}
