package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

class ConsentProgressTest {
    private final RealmModel realm = MockRealm.of();
    private final KeycloakSession session = MockSession.of(realm);
    private final ConsentProgress progress = ConsentProgress.in(session);

    /** The binding is not made again, so it must not be taken for another page's, or for another user who took over the tab. */
    @Test
    void approvedWhenOfAnotherPageOrUserThenNot() {
        Binding binding = Binding.builder()
                .set(BindingField.PAGE, "page")
                .set(BindingField.SUBJECT, "user")
                .build();
        progress.approved(binding);

        assertThat(progress.hasApproved()).isTrue();
        assertThat(progress.approved("page", "user")).contains(binding);
        assertThat(progress.approved("other", "user")).isEmpty();
        assertThat(progress.approved("page", "other")).isEmpty();
    }

    @Test
    void ofWhenAnotherRequestAsksThenItHasDoneNothing() {
        progress.consumed(new ConsumedGrant("id", "hash"));
        progress.answered();

        ConsentProgress other = ConsentProgress.in(MockSession.of(realm));
        assertThat(other.consumed()).isEmpty();
        assertThat(other.isAnswered()).isFalse();
        assertThat(ConsentProgress.in(session).consumed()).contains(new ConsumedGrant("id", "hash"));
    }
}
