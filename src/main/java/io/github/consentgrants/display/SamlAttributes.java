package io.github.consentgrants.display;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.ProtocolMapperUtils;
import org.keycloak.protocol.saml.SamlClient;
import org.keycloak.protocol.saml.mappers.AttributeStatementHelper;
import org.keycloak.protocol.saml.mappers.NameIdMapperHelper;
import org.keycloak.protocol.saml.mappers.RoleListMapper;
import org.keycloak.protocol.saml.mappers.UserAttributeStatementMapper;
import org.keycloak.protocol.saml.mappers.UserPropertyAttributeStatementMapper;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.saml.common.constants.GeneralConstants;
import org.keycloak.saml.common.constants.JBossSAMLURIConstants;

/** What a SAML assertion tells the service provider about the user: its attributes, and the name in its subject. */
final class SamlAttributes {
    private static final String EMAIL = "email";
    private static final String USERNAME = "preferred_username";
    private static final String ROLES = "realm_access.roles";

    private SamlAttributes() {}

    /** Returns the name of the attribute that a mapper writes, for people first; null if it writes none. */
    static @Nullable String name(ProtocolMapperModel mapper) {
        if (RoleListMapper.PROVIDER_ID.equals(mapper.getProtocolMapper())) {
            return ROLES;
        }
        return Stream.of(AttributeStatementHelper.FRIENDLY_NAME, AttributeStatementHelper.SAML_ATTRIBUTE_NAME)
                .map(place -> mapper.getConfig().get(place))
                .filter(name -> name != null && !name.isBlank())
                .map(String::strip)
                .findFirst()
                .map(SamlAttributes::claim)
                .orElse(null);
    }

    /** The X.500 names that Keycloak offers, as the claims of the same meaning. */
    private static String claim(String name) {
        return switch (name) {
            case "givenName" -> "given_name";
            case "surname", "sn" -> "family_name";
            case "mail" -> EMAIL;
            default -> name;
        };
    }

    static boolean isOfUser(ProtocolMapperModel mapper) {
        return UserAttributeStatementMapper.PROVIDER_ID.equals(mapper.getProtocolMapper())
                || UserPropertyAttributeStatementMapper.PROVIDER_ID.equals(mapper.getProtocolMapper());
    }

    /** Returns the user's name in the subject; nothing if it is one that only this service provider knows, or a new one each time. */
    static Stream<ClaimDisplay> subject(DisplaySource source, Texts texts) {
        String format = format(source);
        String attribute = source.scopes().stream()
                .map(AuthorizationDetails::getClientScope)
                .flatMap(ClientScopeModel::getProtocolMappersStream)
                .filter(mapper -> format.equals(mapper.getConfig().get(NameIdMapperHelper.MAPPER_NAMEID_FORMAT)))
                .map(mapper -> mapper.getConfig().getOrDefault(ProtocolMapperUtils.USER_ATTRIBUTE, mapper.getName()))
                .findFirst()
                .orElseGet(() -> attribute(format));
        if (attribute.isEmpty()) {
            return Stream.empty();
        }
        String claim = UserModel.USERNAME.equals(attribute) ? USERNAME : attribute;
        @Nullable String value = source.claimValues() ? source.user().getFirstAttribute(attribute) : null;
        return Stream.of(new ClaimDisplay(ClaimLabels.label(claim, texts), SafeText.orNull(value)));
    }

    /** As SamlProtocol.getNameIdFormat. */
    private static String format(DisplaySource source) {
        SamlClient client = new SamlClient(source.client());
        @Nullable String asked = source.authSession().getClientNote(GeneralConstants.NAMEID_FORMAT);
        @Nullable String configured = client.getNameIDFormat();
        @Nullable String format = asked == null || client.forceNameIDFormat() ? configured : asked;
        return Stream.of(format, asked)
                .filter(candidate -> candidate != null)
                .findFirst()
                .orElse(JBossSAMLURIConstants.NAMEID_FORMAT_UNSPECIFIED.get());
    }

    /** As SamlProtocol.getNameId. */
    private static String attribute(String format) {
        if (format.equals(JBossSAMLURIConstants.NAMEID_FORMAT_EMAIL.get())) {
            return UserModel.EMAIL;
        }
        boolean pseudonym = format.equals(JBossSAMLURIConstants.NAMEID_FORMAT_TRANSIENT.get())
                || format.equals(JBossSAMLURIConstants.NAMEID_FORMAT_PERSISTENT.get());
        return pseudonym ? "" : UserModel.USERNAME;
    }
}
