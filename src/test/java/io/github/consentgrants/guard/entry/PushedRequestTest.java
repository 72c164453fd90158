package io.github.consentgrants.guard.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.gate.RequestOrigin;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockTab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.common.util.Time;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.sessions.AuthenticationSessionModel;

class PushedRequestTest {
    private static final String PUSHED = "urn:ietf:params:oauth:request_uri:id";
    private static final String PARAMETER = "consent-grant.pushed-request";

    private final RealmModel realm = MockRealm.of();
    private final AuthenticationSessionModel tab = MockTab.of(realm, MockRealm.client(realm, "shop"));
    private final AuthorizationEndpointRequest request = new AuthorizationEndpointRequest();

    @Test
    void ofWhenMarkedThenWithTheTimeAtWhichItWasOpened() {
        long before = Time.currentTimeSeconds();
        PushedRequest.mark(request, PUSHED);
        tab.setClientNote(
                RequestOrigin.PUSHED_NOTE, request.getAdditionalReqParams().get(PARAMETER));

        assertThat(PushedRequest.of(tab)).hasValueSatisfying(pushed -> {
            assertThat(pushed.requestUri()).isEqualTo(PUSHED);
            assertThat(pushed.openedAt()).isBetween(before, Time.currentTimeSeconds());
        });
    }

    /** A client can send a parameter of this name. It must not pass for a mark. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"https://shop.example/request.jwt", ""})
    void markWhenNothingWasPushedThenWhatAClientSentUnderTheNameIsGone(String requestUri) {
        request.getAdditionalReqParams().put(PARAMETER, "0 " + PUSHED);
        PushedRequest.mark(request, requestUri);
        assertThat(request.getAdditionalReqParams()).isEmpty();
    }

    @Test
    void markWhenPushedThenWhatAClientSentUnderTheNameIsReplaced() {
        request.getAdditionalReqParams().put(PARAMETER, "0 another");
        PushedRequest.mark(request, PUSHED);
        assertThat(request.getAdditionalReqParams().get(PARAMETER)).endsWith(" " + PUSHED);
    }

    @Test
    void ofWhenOnlyKeycloaksNoteIsThereThenThat() {
        tab.setAuthNote(Constants.AUTHORIZATION_REQUEST_URI, PUSHED);
        assertThat(PushedRequest.of(tab)).map(PushedRequest::requestUri).contains(PUSHED);
    }

    @Test
    void ofWhenItWasNotPushedThenNone() {
        assertThat(PushedRequest.of(tab)).isEmpty();
        tab.setAuthNote(Constants.AUTHORIZATION_REQUEST_URI, "https://shop.example/request.jwt");
        assertThat(PushedRequest.of(tab)).isEmpty();
    }
}
