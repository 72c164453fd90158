package io.github.consentgrants.gate;

import org.jspecify.annotations.Nullable;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantType;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A tab that confirms the code of a device (RFC 8628 3.3). Keycloak marks it with a client note, which only its device endpoint sets.
 *
 * <p>With that note Keycloak always shows its own consent page, whatever the user has consented to
 * (AuthenticationManager.getEffectiveGrantedConsent). So the note has another name from the moment in which the grant is consumed to the
 * moment in which the guard answers: in one request, in which nothing else comes. See docs/adr/0108.
 */
public final class DeviceTab {
    private static final String NOTE = DeviceGrantType.OAUTH2_DEVICE_VERIFIED_USER_CODE;
    private static final String HIDDEN = "consent-grant.device-user-code";

    private DeviceTab() {}

    /** Says whether {@code tab} confirms the code of a device. */
    public static boolean is(AuthenticationSessionModel tab) {
        return userCode(tab) != null;
    }

    /** Returns the code that the user has entered, as Keycloak keeps it; null if it is no such tab. */
    public static @Nullable String userCode(AuthenticationSessionModel tab) {
        String code = tab.getClientNote(NOTE);
        return code == null ? tab.getClientNote(HIDDEN) : code;
    }

    /** Has Keycloak go on as if it were another tab: the user was asked. Does nothing in another tab. */
    public static void hide(AuthenticationSessionModel tab) {
        move(tab, NOTE, HIDDEN);
    }

    /** Undoes {@link #hide}. */
    public static void show(AuthenticationSessionModel tab) {
        move(tab, HIDDEN, NOTE);
    }

    private static void move(AuthenticationSessionModel tab, String from, String to) {
        String code = tab.getClientNote(from);
        if (code != null) {
            tab.setClientNote(to, code);
            tab.removeClientNote(from);
        }
    }

    /** Says whether the note {@code name} is the tab's user code, under either name. */
    public static boolean isNote(String name) {
        return NOTE.equals(name) || HIDDEN.equals(name);
    }
}
