package io.github.consentgrants.testing;

import io.github.consentgrants.testing.Client.Answer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A device without a browser (RFC 8628): asks for a code, shows it, and polls for its tokens. */
public final class Device {
    public static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";

    private final Client client;
    private final Answer codes;

    private Device(Client client, Answer codes) {
        this.client = client;
        this.codes = codes;
    }

    /** Lets a client of a realm have devices, which poll as often as they like: Keycloak's least interval is a second. */
    public static void allow(TestRealm realm, String clientId) {
        realm.updateAttributes(
                clientId,
                Map.of("oauth2.device.authorization.grant.enabled", "true", "oauth2.device.polling.interval", "1"));
    }

    /** Asks for a code with further parameters. */
    public static Device of(Client client, Map<String, String> parameters) {
        Map<String, String> form = new HashMap<>(Map.of("scope", "openid profile email"));
        form.putAll(parameters);
        Answer codes = client.post("auth/device", form);
        if (codes.status() != 200) {
            throw new IllegalStateException("No device code: " + codes);
        }
        return new Device(client, codes);
    }

    /** Returns the code as the device shows it. */
    public String userCode() {
        return codes.text("user_code");
    }

    /** Returns the code that the device keeps to itself. */
    public String deviceCode() {
        return codes.text("device_code");
    }

    /** Returns the address with the code in it, which the device may show as a picture. */
    public URI address() {
        return URI.create(codes.text("verification_uri_complete"));
    }

    /** Polls once. */
    public Answer poll() {
        return poll(client);
    }

    /** Has a client poll with this device's code. */
    public Answer poll(Client other) {
        return other.token(GRANT_TYPE, Map.of("device_code", deviceCode()));
    }

    /** Polls as a device does: if it came too early, once more. */
    public Answer pollAgain() throws InterruptedException {
        Answer answer = poll();
        while (answer.error().equals("slow_down")) {
            Thread.sleep(500);
            answer = poll();
        }
        return answer;
    }
}
