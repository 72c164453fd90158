package io.github.consentgrants.guard.code;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.request.ConsentRequest;
import io.github.consentgrants.request.DeviceRequest;
import io.github.consentgrants.request.Refusal;
import java.time.Instant;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceCodeModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What the guard does where the answer goes to a device, not to the browser: the device comes for it. */
final class DeviceAnswer {
    private DeviceAnswer() {}

    /**
     * Keeps the grant for the device, right before Keycloak marks its code as approved.
     *
     * @throws RuntimeException a {@link Refusal} if the request of the device was decided meanwhile, or has expired
     */
    static void keep(
            ConsentRequest request,
            GateSettings settings,
            String grantId,
            UserSessionModel userSession,
            ApprovedNotes approved) {
        AuthenticationSessionModel tab = request.authSession();
        OAuth2DeviceCodeModel device = DeviceRequest.waiting(request.session(), tab)
                .orElseThrow(() -> Refusal.DEVICE_GONE.refuse(request, grantId, ConsentAudit.DEVICE_GONE));
        DeviceToGrant place = new DeviceToGrant(request.session(), request.client(), device.getDeviceCode());
        if (!place.take(device)) {
            throw Refusal.DEVICE_GONE.refuse(request, grantId, ConsentAudit.DEVICE_GONE);
        }
        Instant until = Instant.ofEpochMilli(Time.currentTimeMillis())
                .plus(DeviceRequest.usable(request.session(), tab, settings.timeToLive()));
        place.keep(device, new DeviceToGrant.Kept(grantId, userSession.getId(), until, approved));
    }

    /** A denial is final: it takes the place of the request, so that no other tab can approve it any more. */
    static void deny(KeycloakSession session, AuthenticationSessionModel tab) {
        if (Gate.of(tab).isPresent()) {
            DeviceRequest.waiting(session, tab)
                    .ifPresent(
                            device -> new DeviceToGrant(session, tab.getClient(), device.getDeviceCode()).take(device));
        }
    }
}
