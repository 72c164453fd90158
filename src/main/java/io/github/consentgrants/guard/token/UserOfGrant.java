package io.github.consentgrants.guard.token;

import io.github.consentgrants.gate.ConsentAction;
import io.github.consentgrants.gate.NonInteractiveGrantType;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType.Context;
import org.keycloak.protocol.oidc.grants.ciba.CibaGrantType;
import org.keycloak.protocol.oidc.grants.ciba.channel.CIBAAuthenticationRequest;

/**
 * The user that a grant type is about to look at. For Keycloak a user with any action, enabled or not, is not fully set
 * up, also where it runs no trigger that could remove this extension's action.
 */
final class UserOfGrant {
    private static final Logger LOG = Logger.getLogger(UserOfGrant.class);

    private UserOfGrant() {}

    static void takeActionOff(NonInteractiveGrantType grant, Context context) {
        Optional<UserModel> user = switch (grant) {
            // With an enabled action the trigger removes it, once the password was right.
            case PASSWORD -> ConsentAction.isEnabled(context.getRealm()) ? Optional.empty() : byName(context);
            case CIBA -> byRequest(context);
            default -> Optional.empty();
        };
        user.ifPresent(found -> ConsentAction.takeOff(context.getRealm(), found));
    }

    private static Optional<UserModel> byName(Context context) {
        @Nullable String name = context.getFormParams().getFirst(OAuth2Constants.USERNAME);
        if (name == null || !context.getClient().isDirectAccessGrantsEnabled()) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                KeycloakModelUtils.findUserByNameOrEmail(context.getSession(), context.getRealm(), name.strip()));
    }

    private static Optional<UserModel> byRequest(Context context) {
        @Nullable String request = context.getFormParams().getFirst(CibaGrantType.AUTH_REQ_ID);
        if (request == null) {
            return Optional.empty();
        }
        KeycloakSession session = context.getSession();
        try {
            String userId =
                    CIBAAuthenticationRequest.deserialize(session, request).getSubject();
            return Optional.ofNullable(session.users().getUserById(context.getRealm(), userId));
        } catch (RuntimeException e) {
            LOG.debug("The auth_req_id is no request of this realm; Keycloak will refuse it", e);
            return Optional.empty();
        }
    }
}
