package io.github.consentgrants.guard;

import io.github.consentgrants.gate.ClicklessGrant;
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

    /** For {@link ClicklessGrant#PASSWORD}. */
    public static final class PasswordFactory extends ResourceOwnerPasswordCredentialsGrantTypeFactory
            implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(ClicklessGrant.PASSWORD, super.create(session));
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    /** For {@link ClicklessGrant#DEVICE_CODE}. */
    public static final class DeviceCodeFactory extends DeviceGrantTypeFactory implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(ClicklessGrant.DEVICE_CODE, super.create(session));
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    /** For {@link ClicklessGrant#CIBA}. */
    public static final class CibaFactory extends CibaGrantTypeFactory implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(ClicklessGrant.CIBA, super.create(session));
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    /** For {@link ClicklessGrant#TOKEN_EXCHANGE}. */
    public static final class TokenExchangeFactory extends TokenExchangeGrantTypeFactory implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(ClicklessGrant.TOKEN_EXCHANGE, super.create(session));
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    /** For {@link ClicklessGrant#JWT_BEARER}. */
    public static final class JwtBearerFactory extends JWTAuthorizationGrantTypeFactory implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(ClicklessGrant.JWT_BEARER, new GuardedJwtGrantType());
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    /** For {@link ClicklessGrant#PRE_AUTHORIZED_CODE}. */
    public static final class PreAuthorizedCodeFactory extends PreAuthorizedCodeGrantTypeFactory implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(ClicklessGrant.PRE_AUTHORIZED_CODE, super.create(session));
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }

    /** For {@link ClicklessGrant#UMA_TICKET}. */
    public static final class UmaTicketFactory extends PermissionGrantTypeFactory implements OwnFactory {
        @Override
        public OAuth2GrantType create(KeycloakSession session) {
            return new GuardedGrantType(ClicklessGrant.UMA_TICKET, new GuardedPermissionGrantType());
        }

        @Override
        public int order() {
            return ProviderOrder.BEFORE_STOCK;
        }
    }
}
