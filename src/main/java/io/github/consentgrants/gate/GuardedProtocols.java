package io.github.consentgrants.gate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.protocol.docker.DockerAuthV2Protocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The login protocols at which the guard stands. A client of another extension's protocol is not gated and is shown no
 * page: a page whose click nothing checks would be worse than none.
 */
public final class GuardedProtocols {
    private static final Logger LOG = Logger.getLogger(GuardedProtocols.class);
    private static final Set<String> IDS =
            Set.of(OIDCLoginProtocol.LOGIN_PROTOCOL, SamlProtocol.LOGIN_PROTOCOL, DockerAuthV2Protocol.LOGIN_PROTOCOL);
    private static final int MAX_WARNED = 1000;
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private GuardedProtocols() {}

    /** Says whether the guard stands at the end of a tab. A tab without a protocol can only end in a refusal. */
    static boolean include(AuthenticationSessionModel authSession) {
        @Nullable String protocol = authSession.getProtocol();
        if (protocol == null || IDS.contains(protocol)) {
            return true;
        }
        String client = authSession.getClient().getClientId();
        String realm = authSession.getRealm().getName();
        if (WARNED.size() < MAX_WARNED && WARNED.add(realm + " " + client + " " + protocol)) {
            LOG.errorf(
                    "The client '%s' of realm '%s' signs users in with the login protocol '%s', which this version of consent"
                            + " grants does not know: its requests are not gated, and nobody is asked",
                    client, realm, protocol);
        }
        return false;
    }
}
