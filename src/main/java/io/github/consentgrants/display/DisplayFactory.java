package io.github.consentgrants.display;

import io.github.consentgrants.details.AuthorizationDetailsRendering;
import io.github.consentgrants.details.RenderedDetails;
import io.github.consentgrants.details.RenderedDetails.Row;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.rar.AuthorizationDetails;

/** Makes the {@link Display} of a request: the one place that says what is shown. */
public final class DisplayFactory {
    private DisplayFactory() {}

    /**
     * Makes the display. It reads what Keycloak has in its caches anyway, and asks no other system.
     *
     * @throws IllegalArgumentException if the request asks for something that cannot be shown completely
     */
    public static Display create(DisplaySource source) {
        Texts texts = Texts.of(source.session(), source.realm(), source.locale());
        AccessDisplay access = access(source, texts);
        ClientDisplay client = Clients.of(source.client(), texts);
        return new Display(
                texts.wording(client),
                client,
                account(source.user()),
                Redirects.of(source.authSession().getRedirectUri()),
                access,
                Lifetimes.of(source, access.offline(), texts));
    }

    private static AccountDisplay account(UserModel user) {
        String name = Stream.of(user.getFirstName(), user.getLastName())
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(" "));
        return new AccountDisplay(SafeText.of(user.getUsername()), SafeText.orNull(name));
    }

    private static AccessDisplay access(DisplaySource source, Texts texts) {
        ReleasedClaims claims = new ReleasedClaims(source, texts);
        List<ClientScopeModel> models = source.scopes().stream()
                .map(AuthorizationDetails::getClientScope)
                .toList();
        return new AccessDisplay(
                source.scopes().stream()
                        .filter(scope -> scope.getClientScope().isDisplayOnConsentScreen())
                        .map(scope -> new ScopeDisplay(text(source, scope, texts), claims.of(scope.getClientScope())))
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
                models.stream().anyMatch(DisplayFactory::isOffline),
                claims.version(models));
    }

    private static List<String> resources(@Nullable String resource) {
        return resource == null ? List.of() : List.of(SafeText.of(resource));
    }

    private static boolean isOffline(ClientScopeModel scope) {
        return !(scope instanceof ClientModel) && OAuth2Constants.OFFLINE_ACCESS.equals(scope.getName());
    }

    private static String text(DisplaySource source, AuthorizationDetails scope, Texts texts) {
        String text = scope.getClientScope().getConsentScreenText();
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
