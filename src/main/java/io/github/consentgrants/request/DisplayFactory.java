package io.github.consentgrants.request;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.OrderedModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.theme.Theme;

/** Makes the {@link Display} of a request: the one place that says what is shown. */
final class DisplayFactory {
    private DisplayFactory() {}

    static Display create(ConsentRequest request, GateSettings settings, Locale locale) {
        Properties messages = messages(request, locale);
        ClientModel client = request.client();
        String name = client.getName();
        return new Display(
                locale.toLanguageTag(),
                name == null || name.isBlank() ? client.getClientId() : text(name, messages, locale),
                client.getClientId(),
                link(client.getAttribute(ClientModel.LOGO_URI)),
                link(client.getAttribute(ClientModel.POLICY_URI)),
                link(client.getAttribute(ClientModel.TOS_URI)),
                request.user().getUsername(),
                fullName(request.user()),
                scopes(request)
                        .filter(ClientScopeModel::isDisplayOnConsentScreen)
                        .sorted(OrderedModel.OrderedModelComparator.getInstance())
                        .map(scope -> text(scope.getConsentScreenText(), messages, locale))
                        .toList(),
                host(request.authSession().getRedirectUri()),
                settings.timeToLive().toSeconds());
    }

    /** Returns the client scopes that Keycloak resolves the request to, the client's own included. */
    static Stream<ClientScopeModel> scopes(ConsentRequest request) {
        String scope = request.authSession().getClientNote(OAuth2Constants.SCOPE);
        return TokenManager.getRequestedClientScopes(request.session(), scope, request.client(), request.user());
    }

    private static Properties messages(ConsentRequest request, Locale locale) {
        try {
            return request.session().theme().getTheme(Theme.Type.LOGIN).getEnhancedMessages(request.realm(), locale);
        } catch (IOException e) {
            throw new UncheckedIOException("The login theme's messages cannot be read", e);
        }
    }

    /** As the stock page does: {@code ${key}} is looked up, anything else stands for itself. */
    private static String text(String text, Properties messages, Locale locale) {
        if (text.startsWith("${") && text.endsWith("}")) {
            String key = text.substring(2, text.length() - 1);
            return new MessageFormat(messages.getProperty(key, key), locale).format(new Object[0]);
        }
        return text;
    }

    private static @Nullable String fullName(UserModel user) {
        String name = Stream.of(user.getFirstName(), user.getLastName())
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(" "));
        return name.isEmpty() ? null : name;
    }

    /** Links of other schemes, such as javascript, are not shown. */
    private static @Nullable String link(@Nullable String uri) {
        boolean web = uri != null && List.of("http", "https").contains(scheme(uri));
        return web ? uri : null;
    }

    private static String scheme(String uri) {
        try {
            String scheme = new URI(uri).getScheme();
            return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static String host(@Nullable String redirectUri) {
        if (redirectUri == null) {
            return "";
        }
        try {
            URI uri = new URI(redirectUri);
            if (uri.getHost() == null) {
                return redirectUri;
            }
            return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        } catch (URISyntaxException e) {
            return redirectUri;
        }
    }
}
