package io.github.consentgrants.display;

import io.github.consentgrants.details.AuthorizationDetailsRendering;
import io.github.consentgrants.details.RenderedDetails;
import io.github.consentgrants.details.RenderedDetails.Row;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.rar.AuthorizationDetails;

/**
 * What is asked for.
 *
 * @param scopes the client scopes that are to be shown, in the order of the page
 * @param more what scopes that are not to be shown, and the client's own mappers, release
 * @param claims what the {@code claims} parameter asks for (OIDC Core 5.5)
 * @param details the authorization details (RFC 9396)
 * @param resources the resource servers that were named (RFC 8707)
 * @param offline whether access goes on when the user is not there (OIDC Core 11)
 * @param mappers digest of all protocol mappers; not shown, but a mapper that releases something else is another access
 */
public record AccessDisplay(
        List<ScopeDisplay> scopes,
        List<ClaimDisplay> more,
        List<String> claims,
        List<RenderedDetails> details,
        List<String> resources,
        boolean offline,
        String mappers) {
    public AccessDisplay {
        scopes = List.copyOf(scopes);
        more = List.copyOf(more);
        claims = List.copyOf(claims);
        details = List.copyOf(details);
        resources = List.copyOf(resources);
    }

    /**
     * Reads what a request asks for.
     *
     * @throws IllegalArgumentException if it asks for something that cannot be shown completely
     */
    static AccessDisplay of(DisplaySource source, Texts texts) {
        ReleasedClaims claims = new ReleasedClaims(source, texts);
        List<ClientScopeModel> models = source.scopes().stream()
                .map(AuthorizationDetails::getClientScope)
                .toList();
        return new AccessDisplay(
                source.scopes().stream()
                        .filter(scope -> scope.getClientScope().isDisplayOnConsentScreen())
                        .map(scope -> new ScopeDisplay(
                                text(source, scope, texts),
                                claims.of(scope.getClientScope()),
                                source.options().display(scope).orElse(null)))
                        .toList(),
                Stream.concat(
                                source.isSaml() ? SamlAttributes.subject(source, texts) : Stream.empty(),
                                models.stream()
                                        .filter(scope -> !scope.isDisplayOnConsentScreen())
                                        .flatMap(scope -> claims.of(scope).stream()))
                        .distinct()
                        .toList(),
                ClaimsParameter.labels(note(source, OIDCLoginProtocol.CLAIMS_PARAM), texts),
                details(source, texts),
                resources(note(source, OAuth2Constants.RESOURCE)),
                models.stream().anyMatch(RequestedScopes::isOffline),
                claims.version(models));
    }

    /**
     * Returns the texts of scopes, as they are shown.
     *
     * @param values of their check boxes
     */
    public List<String> textsOf(Set<String> values) {
        return scopes.stream()
                .filter(scope -> isOneOf(values, scope.option()))
                .map(scope -> SafeText.shown(scope.text()))
                .toList();
    }

    private static boolean isOneOf(Set<String> values, @Nullable OptionDisplay option) {
        return option != null && values.contains(option.value());
    }

    private static List<String> resources(@Nullable String resource) {
        return resource == null ? List.of() : List.of(SafeText.of(resource));
    }

    private static String text(DisplaySource source, AuthorizationDetails scope, Texts texts) {
        String text = Delegation.text(scope.getClientScope());
        return ScopeParameter.of(source, scope, texts)
                .map(parameter -> texts.resolveWith(text, parameter))
                .orElseGet(() -> SafeText.of(texts.resolve(text)));
    }

    private static List<RenderedDetails> details(DisplaySource source, Texts texts) {
        String parameter = note(source, OAuth2Constants.AUTHORIZATION_DETAILS);
        return AuthorizationDetailsRendering.render(source.session(), parameter, texts).stream()
                .map(details -> new RenderedDetails(
                        SafeText.of(details.title()),
                        details.rows().stream()
                                .map(row -> new Row(SafeText.of(row.label()), SafeText.of(row.value())))
                                .toList()))
                .toList();
    }

    private static @Nullable String note(DisplaySource source, String name) {
        return source.authSession().getClientNote(name);
    }
}
