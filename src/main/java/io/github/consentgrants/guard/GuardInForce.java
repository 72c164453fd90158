package io.github.consentgrants.guard;

import io.github.consentgrants.request.ClicklessGrant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.ext.OIDCExtProvider;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.ciba.endpoints.CibaRootEndpoint;
import org.keycloak.protocol.oidc.par.endpoints.ParRootEndpoint;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProviderFactory;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProvider;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.services.clientregistration.ClientRegistrationProvider;

/**
 * Checks, when the server starts, that the guard stands where it has to. Another extension that replaces the same provider of
 * Keycloak's, with a higher order, would take it away without a word.
 */
final class GuardInForce {
    private static final Logger LOG = Logger.getLogger(GuardInForce.class);

    /** Grant types of Keycloak's that need no guard: no user in the one, a grant that was checked before in the other. */
    private static final Set<String> HARMLESS =
            Set.of(OAuth2Constants.CLIENT_CREDENTIALS, OAuth2Constants.REFRESH_TOKEN);

    private final KeycloakSessionFactory factory;

    GuardInForce(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    private record Place(Class<? extends Provider> type, String id) {}

    /**
     * Stops the start if the guard was replaced; a grant type that this version does not know is an error in the log, because
     * it may belong to another extension, for clients of its own.
     *
     * @throws IllegalStateException naming what stands in the guard's place
     */
    void require() {
        List<String> replaced = replaced();
        if (!replaced.isEmpty()) {
            throw new IllegalStateException(
                    "Consent grants cannot be enforced, so the server does not start: not the guard, but "
                            + String.join(", ", replaced) + " is in force. Remove the other extension or this one");
        }
        List<String> unknown = unknownGrantTypes();
        if (!unknown.isEmpty()) {
            LOG.errorf(
                    "Grant types that this version of consent grants does not know: %s. Gated clients get tokens by them"
                            + " without the user's approval",
                    unknown);
        }
    }

    /** Returns what stands in the guard's place, by SPI and id. */
    List<String> replaced() {
        return places().filter(place -> !isOurs(place))
                .map(place -> place.id() + " (" + name(inForce(place)) + ")")
                .toList();
    }

    /** Returns the grant types about which the guard does not know whether somebody clicks. */
    List<String> unknownGrantTypes() {
        Set<String> guarded = places().map(Place::id).collect(Collectors.toSet());
        return factory.getProviderFactoriesStream(OAuth2GrantType.class)
                .map(grantType -> grantType.getId())
                .filter(id -> !guarded.contains(id) && !HARMLESS.contains(id))
                .sorted()
                .toList();
    }

    /** Where a feature is off, there is nothing to guard; the protocol and the code grant are never off. */
    private boolean isOurs(Place place) {
        @Nullable ProviderFactory<?> inForce = inForce(place);
        if (inForce == null) {
            return place.type() != LoginProtocol.class && !OAuth2Constants.AUTHORIZATION_CODE.equals(place.id());
        }
        return inForce.getClass().getPackageName().equals(GuardInForce.class.getPackageName());
    }

    private @Nullable ProviderFactory<?> inForce(Place place) {
        return factory.getProviderFactory(place.type(), place.id());
    }

    private static String name(@Nullable ProviderFactory<?> inForce) {
        return inForce == null ? "nothing" : inForce.getClass().getName();
    }

    private static Stream<Place> places() {
        Stream<Place> grantTypes = Stream.concat(
                        Stream.of(OAuth2Constants.AUTHORIZATION_CODE),
                        Stream.of(ClicklessGrant.values()).map(ClicklessGrant::grantType))
                .map(id -> new Place(OAuth2GrantType.class, id));
        Stream<Place> others = Stream.of(
                new Place(LoginProtocol.class, OIDCLoginProtocol.LOGIN_PROTOCOL),
                new Place(ClientRegistrationProvider.class, "default"),
                new Place(ClientRegistrationProvider.class, OIDCLoginProtocol.LOGIN_PROTOCOL),
                new Place(RefreshTokenProvider.class, DefaultRefreshTokenProviderFactory.PROVIDER_ID),
                new Place(OIDCExtProvider.class, CibaRootEndpoint.PROVIDER_ID),
                new Place(OIDCExtProvider.class, ParRootEndpoint.PROVIDER_ID));
        return Stream.concat(others, grantTypes);
    }
}
