package io.github.consentgrants.guard.token;

import io.github.consentgrants.gate.NonInteractiveGrantType;
import io.github.consentgrants.startup.OwnFactory;
import io.github.consentgrants.startup.ProviderOrder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.JWTAuthorizationGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.PermissionGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.PreAuthorizedCodeGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.TokenExchangeGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.ciba.CibaGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantTypeFactory;

/**
 * Puts a {@link GuardedGrantType} before each grant type without a click. One factory for each, because Keycloak takes a
 * factory's id, shortcut and feature from the factory itself; each is in force only if Keycloak's own is.
 */
public final class GuardedGrantTypeFactory {
    private GuardedGrantTypeFactory() {}

    /** For {@link NonInteractiveGrantType#PASSWORD}. */
    public static final class PasswordFactory extends ResourceOwnerPasswordCredentialsGrantTypeFactory
            implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(NonInteractiveGrantType.PASSWORD, super.create(session));
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    /** For {@link NonInteractiveGrantType#DEVICE_CODE}. */
    public static final class DeviceCodeFactory extends DeviceGrantTypeFactory implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(NonInteractiveGrantType.DEVICE_CODE, new GuardedDeviceGrantType());
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    /** For {@link NonInteractiveGrantType#CIBA}. */
    public static final class CibaFactory extends CibaGrantTypeFactory implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(NonInteractiveGrantType.CIBA, super.create(session));
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    /** For {@link NonInteractiveGrantType#TOKEN_EXCHANGE}. */
    public static final class TokenExchangeFactory extends TokenExchangeGrantTypeFactory implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(NonInteractiveGrantType.TOKEN_EXCHANGE, super.create(session));
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    /** For {@link NonInteractiveGrantType#JWT_BEARER}. */
    public static final class JwtBearerFactory extends JWTAuthorizationGrantTypeFactory implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(NonInteractiveGrantType.JWT_BEARER, new GuardedJwtGrantType());
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    /** For {@link NonInteractiveGrantType#PRE_AUTHORIZED_CODE}. */
    public static final class PreAuthorizedCodeFactory extends PreAuthorizedCodeGrantTypeFactory implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(NonInteractiveGrantType.PRE_AUTHORIZED_CODE, super.create(session));
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    /** For {@link NonInteractiveGrantType#UMA_TICKET}. */
    public static final class UmaTicketFactory extends PermissionGrantTypeFactory implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(NonInteractiveGrantType.UMA_TICKET, new GuardedPermissionGrantType());
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }
}
