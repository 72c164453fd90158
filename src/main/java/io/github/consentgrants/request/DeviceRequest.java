package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.DeviceTab;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.Digests;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceCodeModel;
import org.keycloak.protocol.oidc.grants.device.endpoints.DeviceEndpoint;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The request of a device (RFC 8628 3.1), which the tab knows by its user code only. It waits for its user until it has an answer. */
public final class DeviceRequest {
    private static final String DOMAIN = "consent-grants/device-code/v1";
    /** A device asks once in an interval, and may come late twice. */
    private static final int INTERVALS = 3;

    private DeviceRequest() {}

    /** Returns the request that a tab confirms, if it still waits for its user and is of the tab's client. */
    public static Optional<OAuth2DeviceCodeModel> waiting(KeycloakSession session, AuthenticationSessionModel tab) {
        @Nullable String userCode = DeviceTab.userCode(tab);
        @Nullable OAuth2DeviceCodeModel device =
                userCode == null ? null : DeviceEndpoint.getDeviceByUserCode(session, tab.getRealm(), userCode);
        return Optional.ofNullable(device)
                .filter(found -> found.isPending() && !found.isDenied() && !found.isExpired())
                .filter(found -> tab.getClient().getClientId().equals(found.getClientId()));
    }

    /**
     * Makes sure that the device still waits, if the tab is about one.
     *
     * @throws RuntimeException a {@link Refusal} if it does not
     */
    static void require(ConsentRequest request) {
        if (DeviceTab.is(request.authSession())
                && waiting(request.session(), request.authSession()).isEmpty()) {
            throw Refusal.DEVICE_GONE.refuse(request, null, ConsentAudit.DEVICE_GONE);
        }
    }

    /**
     * Binds the request of the device, if the tab is about one: both codes, and what the device has sent.
     *
     * @throws IllegalArgumentException if the device does not wait any more
     */
    static void bind(ConsentRequest request, Binding.Builder builder) {
        AuthenticationSessionModel tab = request.authSession();
        if (!DeviceTab.is(tab)) {
            return;
        }
        OAuth2DeviceCodeModel device = waiting(request.session(), tab)
                .orElseThrow(() -> new IllegalArgumentException("The device does not wait any more"));
        builder.other("device user code", DeviceTab.userCode(tab))
                .other("device code", Digests.sha256Hex(DOMAIN, List.of(device.getDeviceCode())))
                .set(BindingField.NONCE, device.getNonce())
                .set(BindingField.CODE_CHALLENGE, device.getCodeChallenge())
                .set(BindingField.CODE_CHALLENGE_METHOD, device.getCodeChallengeMethod());
        device.getAdditionalParams().forEach((name, value) -> builder.other("device parameter " + name, value));
    }

    /**
     * Returns how long the approval of a request can be used: by the browser at once, so only the time to live counts. A device must
     * have asked for its tokens by then, so it is given the time to ask.
     */
    public static Duration usable(KeycloakSession session, AuthenticationSessionModel tab, Duration timeToLive) {
        return waiting(session, tab)
                .map(device -> Duration.ofSeconds((long) INTERVALS * device.getPollingInterval()))
                .filter(polls -> polls.compareTo(timeToLive) > 0)
                .orElse(timeToLive);
    }
}
