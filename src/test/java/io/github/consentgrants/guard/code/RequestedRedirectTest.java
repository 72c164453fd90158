package io.github.consentgrants.guard.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

class RequestedRedirectTest {
    private static final String ASKED = "https://shop.example/cb";
    private static final String ELSEWHERE = "https://shop.example/elsewhere";

    private final RealmModel realm = MockRealm.of();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final AuthenticationSessionModel tab = MockTab.of(realm, client);
    private final ConsentRequest request = new ConsentRequest(MockSession.of(realm), tab, null, null);

    private boolean isTarget(String target) {
        when(tab.getRedirectUri()).thenReturn(target);
        return RequestedRedirect.isTargetOf(request);
    }

    @Test
    void isTargetOfWhenItIsWhatTheClientAskedForThenTrue() {
        tab.setProtocol("openid-connect");
        tab.setClientNote("redirect_uri", ASKED);
        assertThat(isTarget(ASKED)).isTrue();
    }

    /** Also if it is one of the client's: it is not the one that was asked for. */
    @Test
    void isTargetOfWhenItIsAnotherThenFalse() {
        tab.setProtocol("openid-connect");
        tab.setClientNote("redirect_uri", ASKED);
        when(client.getRedirectUris()).thenReturn(Set.of(ASKED, ELSEWHERE));
        assertThat(isTarget(ELSEWHERE)).isFalse();
        assertThat(isTarget(ASKED + "/")).isFalse();
    }

    @Test
    void isTargetOfWhenTheClientAskedForNoneThenTrue() {
        tab.setProtocol("openid-connect");
        assertThat(isTarget(ASKED)).isTrue();
    }

    /** A page of Keycloak's own shows the code of an installed application. */
    @Test
    void isTargetOfWhenKeycloakResolvesWhatWasAskedForThenOnlyToThat() {
        String installed = "urn:ietf:wg:oauth:2.0:oob";
        tab.setProtocol("openid-connect");
        tab.setClientNote("redirect_uri", installed);
        when(client.getRedirectUris()).thenReturn(Set.of(installed, ASKED));
        assertThat(isTarget("https://bank.example/realms/bank/protocol/openid-connect/oauth/oob"))
                .isTrue();
        assertThat(isTarget(ASKED)).isFalse();

        when(client.getRedirectUris()).thenReturn(Set.of(ASKED));
        assertThat(isTarget("https://bank.example/realms/bank/protocol/openid-connect/oauth/oob"))
                .isFalse();
    }

    @Test
    void isTargetOfWhenItIsSamlThenAsTheTabWasOpened() {
        tab.setProtocol("saml");
        tab.setClientNote("redirect_uri", ELSEWHERE);
        tab.setClientNote("consent-grant.saml-endpoint", ASKED);
        assertThat(isTarget(ASKED)).isTrue();
        assertThat(isTarget(ELSEWHERE)).isFalse();
    }
}
