package io.github.consentgrants.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.setup.RememberedFlows.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.RealmModel;

class RememberedFlowsTest {
    private static RealmModel realm(String attribute) {
        RealmModel realm = mock(RealmModel.class);
        when(realm.getAttribute(RememberedFlows.ATTRIBUTE)).thenReturn(attribute);
        return realm;
    }

    @Test
    void ofWhenTheRealmWasNeverSetUpThenEmpty() {
        assertThat(RememberedFlows.of(realm(null))).isEmpty();
    }

    /** An administrator of the realm can write anything into an attribute. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"before\":7}", "{\"unknown\":true}"})
    void ofWhenTheAttributeCannotBeReadThenEmpty(String attribute) {
        assertThat(RememberedFlows.of(realm(attribute))).isEmpty();
    }

    @Test
    void keepWhenReadAgainThenTheSame() {
        RememberedFlows remembered = new RememberedFlows(new Name("1", "browser"), new Name("2", "\"own\""), true);
        RealmModel realm = realm(null);
        doAnswer(call -> when(realm.getAttribute(RememberedFlows.ATTRIBUTE)).thenReturn(call.getArgument(1)))
                .when(realm)
                .setAttribute(eq(RememberedFlows.ATTRIBUTE), anyString());
        remembered.keep(realm);
        assertThat(RememberedFlows.of(realm)).contains(remembered);
    }
}
