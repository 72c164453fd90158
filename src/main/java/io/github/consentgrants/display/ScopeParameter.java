package io.github.consentgrants.display;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientScopeDecorator;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.organization.protocol.mappers.oidc.OrganizationMembershipMapper;
import org.keycloak.organization.protocol.mappers.oidc.OrganizationScope;
import org.keycloak.organization.utils.Organizations;
import org.keycloak.rar.AuthorizationDetails;

/**
 * What a scope such as {@code account:4711} or {@code organization:acme} names, in the user's words. Keycloak gives the scopes of all
 * organizations the same consent text.
 */
final class ScopeParameter {
    private ScopeParameter() {}

    /** Returns it, made harmless; empty if the scope names nothing. */
    static Optional<String> of(DisplaySource source, AuthorizationDetails scope, Texts texts) {
        Optional<String> organization = isOfOrganizations(source, scope.getClientScope())
                ? organization(source, scope, texts)
                : Optional.empty();
        return organization.or(() -> raw(scope)
                .map(parameter -> Delegation.actor(source, scope.getClientScope(), parameter)
                        .orElseGet(() -> SafeText.of(parameter))));
    }

    private static boolean isOfOrganizations(DisplaySource source, ClientScopeModel scope) {
        return Organizations.isEnabled(source.session())
                && !scope.getProtocolMapperByType(OrganizationMembershipMapper.PROVIDER_ID)
                        .isEmpty();
    }

    /**
     * Returns the parameter as it was sent: Keycloak resolves the scope of an organization to a scope with another name
     * than the stored one.
     */
    private static Optional<String> raw(AuthorizationDetails scope) {
        ClientScopeModel model = scope.getClientScope();
        String parameter = RequestedScopes.parameter(scope);
        int separator = model.getName() == null ? -1 : model.getName().lastIndexOf(ClientScopeModel.VALUE_SEPARATOR);
        if (parameter.isEmpty() && model instanceof ClientScopeDecorator && separator >= 0) {
            parameter = model.getName().substring(separator + 1);
        }
        return Optional.of(parameter).filter(value -> !value.isEmpty());
    }

    /** Names organizations by Keycloak's own rules, which the tokens will follow ({@link OrganizationMembershipMapper}). */
    private static Optional<String> organization(DisplaySource source, AuthorizationDetails scope, Texts texts) {
        String requested = RequestedScopes.token(scope);
        @Nullable OrganizationScope kind = OrganizationScope.valueOfScope(source.session(), requested);
        if (kind == null) {
            return Optional.empty();
        }
        return switch (kind) {
            case ALL -> Optional.of(texts.get("consentGrantOrganizations"));
            case SPECIFIC -> names(kind.resolveOrganizations(source.user(), requested, source.session()));
            case ANY -> names(chosen(source));
        };
    }

    /** The organization that the user has chosen during the sign-in, or the only possible one. */
    private static Stream<OrganizationModel> chosen(DisplaySource source) {
        KeycloakSession session = source.session();
        List<OrganizationModel> organizations = session.getProvider(OrganizationProvider.class)
                .getByMember(source.user())
                .filter(OrganizationModel::isEnabled)
                .toList();
        @Nullable String chosen = source.authSession().getClientNote(OrganizationModel.ORGANIZATION_ATTRIBUTE);
        return organizations.size() == 1
                ? organizations.stream()
                : organizations.stream()
                        .filter(organization -> organization.getId().equals(chosen));
    }

    private static Optional<String> names(Stream<OrganizationModel> organizations) {
        String names = organizations.map(ScopeParameter::name).collect(Collectors.joining(", "));
        return Optional.of(names).filter(text -> !text.isEmpty());
    }

    private static String name(OrganizationModel organization) {
        String name = SafeText.of(organization.getName());
        String alias = SafeText.of(organization.getAlias());
        return name.equalsIgnoreCase(alias) ? name : Texts.embedded(name) + " (" + Texts.embedded(alias) + ")";
    }
}
