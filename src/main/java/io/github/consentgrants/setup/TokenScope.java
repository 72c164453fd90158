package io.github.consentgrants.setup;

import io.github.consentgrants.gate.Gate;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.setup.Change.AddScope;
import io.github.consentgrants.setup.Change.DeleteScope;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;

/**
 * The client scope whose mapper tells others which approval a token comes from. It is a default of the realm, so new clients get it, and of
 * the clients that are gated when it is made. One that an administrator takes off a client is not put back.
 */
final class TokenScope {
    private static final String NAME = "consent-grant";
    private static final String MAPPER_NAME = "consent grant";
    /** Says that a set-up has made it, so that an undo takes away nothing else. */
    private static final String MADE = "consentGrants.setup";

    private TokenScope() {}

    /** Returns what is missing: nothing where a client scope has the mapper, whoever made it. */
    static Optional<AddScope> missing(RealmModel realm) {
        if (realm.getClientScopesStream().anyMatch(TokenScope::hasMapper)) {
            return Optional.empty();
        }
        Set<String> names =
                realm.getClientScopesStream().map(ClientScopeModel::getName).collect(Collectors.toSet());
        return Optional.of(new AddScope(FreeName.of(NAME, "", names::contains)));
    }

    /** Returns what an undo takes away. */
    static Optional<DeleteScope> made(RealmModel realm) {
        return realm.getClientScopesStream()
                .filter(scope -> Boolean.parseBoolean(scope.getAttribute(MADE)) && isUnchanged(scope))
                .findFirst()
                .map(scope -> new DeleteScope(scope.getId(), scope.getName()));
    }

    private static boolean hasMapper(ClientScopeModel scope) {
        return scope.getProtocolMappersStream().anyMatch(TokenScope::isOurs);
    }

    /** An administrator may have added mappers of other things. */
    private static boolean isUnchanged(ClientScopeModel scope) {
        return scope.getProtocolMappersStream().allMatch(TokenScope::isOurs);
    }

    private static boolean isOurs(ProtocolMapperModel mapper) {
        return ProviderIds.MAPPER.equals(mapper.getProtocolMapper());
    }

    /** It is shown on no consent page: it tells nothing of the user. */
    static ClientScopeModel make(RealmModel realm, String name, Optional<GateSettings> gate) {
        ClientScopeModel scope = realm.addClientScope(name);
        scope.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        scope.setDescription("Which approval a token comes from: the claim consent_id");
        scope.setDisplayOnConsentScreen(false);
        scope.setIncludeInTokenScope(false);
        scope.setAttribute(MADE, "true");
        scope.addProtocolMapper(mapper());
        realm.addDefaultClientScope(scope, true);
        gate.ifPresent(settings -> realm.getClientsStream()
                .filter(client -> OIDCLoginProtocol.LOGIN_PROTOCOL.equals(client.getProtocol()))
                .filter(client -> Gate.includes(settings, client))
                .toList()
                .forEach(client -> client.addClientScope(scope, true)));
        return scope;
    }

    private static ProtocolMapperModel mapper() {
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setName(MAPPER_NAME);
        mapper.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        mapper.setProtocolMapper(ProviderIds.MAPPER);
        mapper.setConfig(Map.of(
                OIDCAttributeMapperHelper.INCLUDE_IN_ACCESS_TOKEN, "true",
                OIDCAttributeMapperHelper.INCLUDE_IN_ID_TOKEN, "true",
                OIDCAttributeMapperHelper.INCLUDE_IN_USERINFO, "true",
                OIDCAttributeMapperHelper.INCLUDE_IN_INTROSPECTION, "true",
                OIDCAttributeMapperHelper.INCLUDE_IN_LIGHTWEIGHT_ACCESS_TOKEN, "false"));
        return mapper;
    }
}
