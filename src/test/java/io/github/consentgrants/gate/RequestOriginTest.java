package io.github.consentgrants.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockTab;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.sessions.AuthenticationSessionModel;

class RequestOriginTest {
    private static final String SAML_NOTE = "consent-grant.saml-endpoint";

    private final RealmModel realm = MockRealm.of(MockRealm.action("consent-grant", "renamed"));
    private final AuthenticationSessionModel tab = MockTab.of(realm, MockRealm.client(realm, "shop"));

    /** As Keycloak does with the parameters that it does not know. */
    private static void take(AuthorizationEndpointRequest request, AuthenticationSessionModel tab) {
        request.getAdditionalReqParams()
                .forEach((name, value) -> tab.setClientNote(
                        AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX + name, value));
    }

    @Test
    void isUnsolicitedWhenTheAuthorizationEndpointMarkedItThenNot() {
        tab.setProtocol("openid-connect");
        assertThat(RequestOrigin.isUnsolicited(tab)).isTrue();

        AuthorizationEndpointRequest request = new AuthorizationEndpointRequest();
        RequestOrigin.mark(request);
        take(request, tab);
        assertThat(RequestOrigin.isUnsolicited(tab)).isFalse();
    }

    @Test
    void isUnsolicitedWhenTheSamlEndpointMarkedItThenNotAndTheTargetIsKept() {
        tab.setProtocol("saml");
        when(tab.getRedirectUri()).thenReturn("https://sp.example/acs");
        assertThat(RequestOrigin.isUnsolicited(tab)).isTrue();
        assertThat(RequestOrigin.samlTarget(tab)).isNull();

        RequestOrigin.markSaml(tab);
        when(tab.getRedirectUri()).thenReturn("https://elsewhere.example/");
        assertThat(RequestOrigin.isUnsolicited(tab)).isFalse();
        assertThat(RequestOrigin.samlTarget(tab)).isEqualTo("https://sp.example/acs");
    }

    /** A mark of one endpoint says nothing about a tab of the other. */
    @ParameterizedTest
    @CsvSource({"saml, false", "openid-connect, true", ", true"})
    void isUnsolicitedWhenItHasTheMarkOfAnotherProtocolThenStill(String protocol, boolean samlMark) {
        tab.setProtocol(protocol);
        if (samlMark) {
            tab.setClientNote(SAML_NOTE, "https://sp.example/acs");
        } else {
            AuthorizationEndpointRequest request = new AuthorizationEndpointRequest();
            RequestOrigin.mark(request);
            take(request, tab);
        }
        assertThat(RequestOrigin.isUnsolicited(tab)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void isUnsolicitedWhenOfADeviceThenUnlessTheRealmAsksAboutDevices(String page, boolean unsolicited) {
        MockRealm.setActions(realm, MockRealm.ours(Map.of("applies-to", "all", "device-page", page)));
        tab.setProtocol("openid-connect");
        assertThat(RequestOrigin.isUnsolicited(tab)).isTrue();
        tab.setClientNote("OAUTH2_DEVICE_VERIFIED_USER_CODE", "code");
        assertThat(RequestOrigin.isUnsolicited(tab)).isEqualTo(unsolicited);
    }

    @Test
    void isGoodOnceWhenPushedOrOfADeviceThenTrue() {
        assertThat(RequestOrigin.isGoodOnce(tab)).isFalse();
        tab.setClientNote("OAUTH2_DEVICE_VERIFIED_USER_CODE", "code");
        assertThat(RequestOrigin.isGoodOnce(tab)).isTrue();
        tab.removeClientNote("OAUTH2_DEVICE_VERIFIED_USER_CODE");
        tab.setClientNote(RequestOrigin.PUSHED_NOTE, "request");
        assertThat(RequestOrigin.isGoodOnce(tab)).isTrue();
    }

    @Test
    void endWithoutCodeWhenAskedForThenNothingIsLeftToApprove() {
        tab.addRequiredAction("renamed");
        tab.addRequiredAction("UPDATE_PASSWORD");

        RequestOrigin.endWithoutCode(tab);

        assertThat(tab.getRequiredActions()).containsExactly("UPDATE_PASSWORD");
        verify(tab).setClientScopes(Set.of());
        assertThat(tab.getAuthNote("END_AFTER_REQUIRED_ACTIONS")).isEqualTo("true");
    }
}
