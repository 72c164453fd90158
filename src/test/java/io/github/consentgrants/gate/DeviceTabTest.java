package io.github.consentgrants.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockTab;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantType;
import org.keycloak.sessions.AuthenticationSessionModel;

class DeviceTabTest {
    private static final String NOTE = "OAUTH2_DEVICE_VERIFIED_USER_CODE";

    private final RealmModel realm = MockRealm.of();
    private final AuthenticationSessionModel tab = MockTab.of(realm, MockRealm.client(realm, "tv"));

    @Test
    void hideWhenOfADeviceThenKeycloakSeesAnotherTabAndWeDoNot() {
        tab.setClientNote(NOTE, "ABCDEFGH");
        DeviceTab.hide(tab);
        assertThat(DeviceGrantType.isOAuth2DeviceVerificationFlow(tab)).isFalse();
        assertThat(DeviceTab.is(tab)).isTrue();
        assertThat(DeviceTab.userCode(tab)).isEqualTo("ABCDEFGH");
        assertThat(tab.getClientNotes().keySet()).allMatch(DeviceTab::isNote);

        DeviceTab.show(tab);
        assertThat(tab.getClientNotes()).containsOnlyKeys(NOTE).containsEntry(NOTE, "ABCDEFGH");
    }

    @Test
    void hideWhenOfNoDeviceThenNothingHappens() {
        DeviceTab.hide(tab);
        DeviceTab.show(tab);
        assertThat(tab.getClientNotes()).isEmpty();
        assertThat(DeviceTab.is(tab)).isFalse();
    }

    /** A second call changes nothing, wherever the tab was left. */
    @Test
    void showWhenRepeatedThenTheCodeStays() {
        tab.setClientNote(NOTE, "ABCDEFGH");
        DeviceTab.show(tab);
        DeviceTab.hide(tab);
        DeviceTab.hide(tab);
        DeviceTab.show(tab);
        assertThat(tab.getClientNotes()).containsOnlyKeys(NOTE);
    }
}
