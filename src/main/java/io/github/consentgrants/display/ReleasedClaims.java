package io.github.consentgrants.display;

import io.github.consentgrants.grant.Digests;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.ProtocolMapperUtils;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.mappers.AddressMapper;
import org.keycloak.protocol.oidc.mappers.FullNameMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.UserAttributeMapper;
import org.keycloak.protocol.oidc.mappers.UserPropertyMapper;
import org.keycloak.protocol.saml.SamlProtocol;

/** What the protocol mappers of a client scope tell the client about the user. */
final class ReleasedClaims {
    private static final int VALUE_LENGTH = 200;

    /** Properties of the user that are texts; the others, such as whether the email was verified, say nothing by themselves. */
    private static final Set<String> TEXT_PROPERTIES =
            Set.of(UserModel.USERNAME, UserModel.EMAIL, UserModel.FIRST_NAME, UserModel.LAST_NAME);

    private final UserModel user;
    private final Texts texts;
    private final boolean values;
    private final boolean saml;
    private final IdentityHashMap<ClientScopeModel, List<ProtocolMapperModel>> mappers = new IdentityHashMap<>();

    ReleasedClaims(DisplaySource source, Texts texts) {
        this.user = source.user();
        this.texts = texts;
        this.values = source.claimValues();
        this.saml = source.isSaml();
    }

    List<ClaimDisplay> of(ClientScopeModel scope) {
        return mappers(scope).stream()
                .filter(mapper -> saml || MapperFacts.of(mapper).included())
                .flatMap(this::claim)
                .distinct()
                .toList();
    }

    private Stream<ClaimDisplay> claim(ProtocolMapperModel mapper) {
        String name = saml ? SamlAttributes.name(mapper) : name(mapper);
        return name == null || (!saml && ClaimLabels.isTechnical(name))
                ? Stream.empty()
                : Stream.of(new ClaimDisplay(ClaimLabels.label(name, texts), values ? value(mapper) : null));
    }

    private static @Nullable String name(ProtocolMapperModel mapper) {
        return switch (mapper.getProtocolMapper()) {
            case FullNameMapper.PROVIDER_ID -> "name";
            case AddressMapper.PROVIDER_ID -> "address";
            default -> {
                String name = mapper.getConfig().get(OIDCAttributeMapperHelper.TOKEN_CLAIM_NAME);
                yield name == null || name.isBlank() ? null : name.strip();
            }
        };
    }

    private @Nullable String value(ProtocolMapperModel mapper) {
        String attribute = mapper.getConfig().getOrDefault(ProtocolMapperUtils.USER_ATTRIBUTE, "");
        Stream<String> found = switch (mapper.getProtocolMapper()) {
            case UserAttributeMapper.PROVIDER_ID -> user.getAttributeStream(attribute);
            case UserPropertyMapper.PROVIDER_ID ->
                TEXT_PROPERTIES.contains(attribute) ? user.getAttributeStream(attribute) : Stream.empty();
            case FullNameMapper.PROVIDER_ID ->
                Stream.of(user.getFirstName(), user.getLastName()).filter(part -> part != null);
            default -> SamlAttributes.isOfUser(mapper) ? user.getAttributeStream(attribute) : Stream.empty();
        };
        String separator = FullNameMapper.PROVIDER_ID.equals(mapper.getProtocolMapper()) ? " " : ", ";
        String value = found.collect(Collectors.joining(separator));
        return value.isBlank() ? null : SafeText.shortened(value.strip(), VALUE_LENGTH);
    }

    private List<ProtocolMapperModel> mappers(ClientScopeModel scope) {
        return mappers.computeIfAbsent(scope, this::read);
    }

    private List<ProtocolMapperModel> read(ClientScopeModel scope) {
        String protocol = saml ? SamlProtocol.LOGIN_PROTOCOL : OIDCLoginProtocol.LOGIN_PROTOCOL;
        return scope.getProtocolMappersStream()
                .filter(mapper -> protocol.equals(mapper.getProtocol()))
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .toList();
    }

    /** Returns a digest of everything that decides what the scopes release. */
    String version(List<ClientScopeModel> scopes) {
        List<@Nullable String> texts = new ArrayList<>();
        scopes.forEach(scope -> {
            List<ProtocolMapperModel> ofScope = mappers(scope);
            Collections.addAll(texts, scope.getId(), Integer.toString(ofScope.size()));
            ofScope.forEach(mapper -> texts.add(MapperFacts.of(mapper).digest()));
        });
        return Digests.sha256Hex("consent-grants/mappers/v2", texts);
    }
}
