package io.github.consentgrants.guard;

import io.github.consentgrants.gate.NonInteractiveGrantType;
import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.startup.OwnFactory;
import io.github.consentgrants.store.ConsentGrantStore;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.OAuth2DeviceUserCodeProvider;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.docker.DockerAuthV2Protocol;
import org.keycloak.protocol.oid4vc.refresh.OID4VCIRefreshTokenProviderFactory;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProvider;
import org.keycloak.protocol.oidc.ext.OIDCExtProvider;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.ciba.endpoints.CibaRootEndpoint;
import org.keycloak.protocol.oidc.par.endpoints.ParRootEndpoint;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProviderFactory;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProvider;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.services.clientregistration.ClientRegistrationProvider;

/**
 * Checks, when the server starts, that the guard stands where it has to, and that nothing is missing without which the
 * guard does not hold or nobody can be asked. Another extension that replaces the same provider of Keycloak with a
 * higher order would remove the guard silently; so would a server option that switches a provider off. Several
 * factories run the check, so that no switched-off factory takes the check with it (docs/adr/0014).
 */
public final class GuardInForce {
    private static final Logger LOG = Logger.getLogger(GuardInForce.class);

    /**
     * Grant types that need no guard here: client_credentials has no user, refresh_token calls a provider that is
     * guarded (GuardedRefreshTokenProvider).
     */
    private static final Set<String> HARMLESS =
            Set.of(OAuth2Constants.CLIENT_CREDENTIALS, OAuth2Constants.REFRESH_TOKEN);

    private static final Set<KeycloakSessionFactory> CHECKED =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final KeycloakSessionFactory factory;

    public GuardInForce(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    /**
     * A provider that must be this extension's.
     *
     * @param spi its SPI's name in the server's options
     * @param needed whether it must be there; where a feature of Keycloak's is off, there is nothing to guard
     */
    private record Place(String spi, Class<? extends Provider> type, String id, boolean needed) {}

    /**
     * Checks a server once, however many factories ask.
     *
     * @throws IllegalStateException naming what is not in force
     */
    public static void requireOnce(KeycloakSessionFactory factory) {
        if (!CHECKED.contains(factory)) {
            new GuardInForce(factory).require();
            CHECKED.add(factory);
        }
    }

    /**
     * Stops the start if the guard is not in force; a grant type that this version does not know is an error in the log, because
     * it may belong to another extension, for clients of its own.
     *
     * @throws IllegalStateException naming what is not in force
     */
    void require() {
        List<String> broken = broken();
        if (!broken.isEmpty()) {
            throw new IllegalStateException("Consent grants cannot be enforced, so the server does not start: "
                    + String.join("; ", broken) + ". Remove the server option that switches it off"
                    + " (spi-<spi>--<provider>--enabled), or the other extension, or this one");
        }
        List<String> unknown = unknownGrantTypes();
        if (!unknown.isEmpty()) {
            LOG.errorf(
                    "Grant types that this version of consent grants does not know: %s. Gated clients get tokens by them"
                            + " without the user's approval",
                    unknown);
        }
    }

    /**
     * What stands at a place of the guard.
     *
     * @param spi the SPI's name in the server's options
     * @param provider id of the provider
     * @param type name of the class in force; null if there is none
     * @param ours whether it is this extension's, or nothing has to be there
     */
    public record Held(
            String spi, String provider, @Nullable String type, boolean ours) {}

    /** Returns what stands at each place, for those who look. */
    public List<Held> held() {
        return places().map(place -> {
                    @Nullable ProviderFactory<?> inForce = factory.getProviderFactory(place.type(), place.id());
                    return new Held(
                            place.spi(),
                            place.id(),
                            inForce == null ? null : inForce.getClass().getName(),
                            describe(place).isEmpty());
                })
                .toList();
    }

    /** Returns what is missing, and what stands in the guard's place. */
    List<String> broken() {
        Stream<String> store = factory.getProviderFactory(ConsentGrantStore.class) == null
                ? Stream.of("the default provider of consent-grant-store is missing")
                : Stream.empty();
        return Stream.concat(places().map(this::describe).flatMap(Optional::stream), store)
                .toList();
    }

    private Optional<String> describe(Place place) {
        @Nullable ProviderFactory<?> inForce = factory.getProviderFactory(place.type(), place.id());
        String name = "the provider " + place.id() + " of " + place.spi();
        if (inForce == null) {
            return place.needed() ? Optional.of(name + " is missing") : Optional.empty();
        }
        return inForce instanceof OwnFactory
                ? Optional.empty()
                : Optional.of(name + " is " + inForce.getClass().getName());
    }

    /** Returns the grant types of which the guard does not know whether the user clicks. */
    public List<String> unknownGrantTypes() {
        Set<String> guarded = grantTypes().map(Place::id).collect(Collectors.toSet());
        return factory.getProviderFactoriesStream(OAuth2GrantType.class)
                .map(grantType -> grantType.getId())
                .filter(id -> !guarded.contains(id) && !HARMLESS.contains(id))
                .sorted()
                .toList();
    }

    private static Stream<Place> grantTypes() {
        String spi = "oauth2-grant-type";
        return Stream.concat(
                Stream.of(new Place(spi, OAuth2GrantType.class, OAuth2Constants.AUTHORIZATION_CODE, true)),
                Stream.of(NonInteractiveGrantType.values())
                        .map(grant -> new Place(spi, OAuth2GrantType.class, grant.grantType(), false)));
    }

    private static Stream<Place> places() {
        Stream<Place> others = Stream.of(
                new Place("login-protocol", LoginProtocol.class, OIDCLoginProtocol.LOGIN_PROTOCOL, true),
                new Place("login-protocol", LoginProtocol.class, SamlProtocol.LOGIN_PROTOCOL, true),
                new Place("login-protocol", LoginProtocol.class, DockerAuthV2Protocol.LOGIN_PROTOCOL, false),
                new Place("auth-endpoint-check", AuthorizationEndpointCheckProvider.class, ProviderIds.CHECK, true),
                new Place("required-action", RequiredActionProvider.class, ProviderIds.ACTION, true),
                new Place("authenticator", Authenticator.class, ProviderIds.AUTHENTICATOR, true),
                new Place("client-registration", ClientRegistrationProvider.class, "default", false),
                new Place(
                        "client-registration",
                        ClientRegistrationProvider.class,
                        OIDCLoginProtocol.LOGIN_PROTOCOL,
                        false),
                new Place(
                        "refresh-token",
                        RefreshTokenProvider.class,
                        DefaultRefreshTokenProviderFactory.PROVIDER_ID,
                        true),
                new Place(
                        "refresh-token",
                        RefreshTokenProvider.class,
                        OID4VCIRefreshTokenProviderFactory.PROVIDER_ID,
                        false),
                new Place("oauth2-token-introspection", TokenIntrospectionProvider.class, "access_token", true),
                new Place("oauth2-token-introspection", TokenIntrospectionProvider.class, "refresh_token", true),
                new Place("token-interceptor", TokenPostProcessor.class, ProviderIds.TOKEN_PROCESSOR, true),
                new Place("openid-connect-ext", OIDCExtProvider.class, CibaRootEndpoint.PROVIDER_ID, false),
                new Place("openid-connect-ext", OIDCExtProvider.class, ParRootEndpoint.PROVIDER_ID, false),
                new Place("oauth2-device-user-code", OAuth2DeviceUserCodeProvider.class, "default", false));
        return Stream.concat(others, grantTypes());
    }
}
