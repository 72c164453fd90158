package io.github.consentgrants.display;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.saml.SamlProtocol;

/**
 * Who asks.
 *
 * @param name the client's name, or its id if it has none
 * @param id {@code client_id}
 * @param host host and port of a client id that is an address (Client ID Metadata Document), in ASCII; null for any other id
 * @param selfRegistered whether the client can have registered itself, so that nobody here may have looked at it
 * @param logoUri https address of the client's logo, or null
 * @param policyUri http(s) address of the client's privacy policy, or null
 * @param termsUri http(s) address of the client's terms of service, or null
 */
public record ClientDisplay(
        String name,
        String id,
        @Nullable String host,
        boolean selfRegistered,
        @Nullable String logoUri,
        @Nullable String policyUri,
        @Nullable String termsUri) {
    private static final Set<String> WEB = Set.of("http", "https");
    private static final Set<String> ENCRYPTED = Set.of("https");

    static ClientDisplay of(ClientModel client, Texts texts) {
        String id = SafeText.of(client.getClientId());
        boolean selfRegistered = isSelfRegistered(client);
        return new ClientDisplay(
                Objects.requireNonNullElse(name(client, texts), id),
                id,
                isAddress(client) ? RedirectDisplay.of(client.getClientId()).host() : null,
                selfRegistered,
                selfRegistered ? null : address(client.getAttribute(ClientModel.LOGO_URI), ENCRYPTED),
                webAddress(client.getAttribute(ClientModel.POLICY_URI)),
                webAddress(client.getAttribute(ClientModel.TOS_URI)));
    }

    /** A name without a visible character counts as none. */
    private static @Nullable String name(ClientModel client, Texts texts) {
        @Nullable String name = client.getName();
        return name == null ? null : SafeText.orNull(texts.resolve(name));
    }

    /**
     * Dynamic registration gives a client a registration access token (RFC 7592 3). An OIDC client that publishes its
     * own metadata has a URL as client id (so can a SAML service provider: its entity id). An administrator can create
     * such a token too: then the page is too careful.
     */
    public static boolean isSelfRegistered(ClientModel client) {
        return client.getRegistrationToken() != null || isAddress(client);
    }

    /** Keycloak takes such an id over http only where an administrator allows it, for tests. */
    private static boolean isAddress(ClientModel client) {
        return WEB.stream().anyMatch(scheme -> client.getClientId().startsWith(scheme + "://"))
                && !SamlProtocol.LOGIN_PROTOCOL.equals(client.getProtocol());
    }

    static @Nullable String webAddress(@Nullable String address) {
        return address(address, WEB);
    }

    /** Addresses of other schemes, such as javascript, are not shown; letters beyond ASCII are percent-encoded (RFC 3986 2.5). */
    private static @Nullable String address(@Nullable String address, Set<String> schemes) {
        if (address == null) {
            return null;
        }
        try {
            URI uri = new URI(address);
            String scheme = uri.getScheme();
            boolean shown = scheme != null && schemes.contains(scheme.toLowerCase(Locale.ROOT));
            return shown ? uri.toASCIIString() : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
