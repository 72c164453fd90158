package io.github.consentgrants.demo;

import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RelyingParty;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jsoup.nodes.Entities;

/** The relying party of the demo: one page. */
final class DemoApp implements AutoCloseable {
    private static final String START =
            "<p><a href='/login'>Sign in</a>: Keycloak asks alice to approve this one request.</p><p><a href='"
                    + Demo.MY_APPROVALS + "'>My approvals</a>: what alice approved, as it was shown.</p>";

    private final KeycloakServer keycloak;
    private final RelyingParty app;
    private final HttpServer http;

    private DemoApp(KeycloakServer keycloak, RelyingParty app, HttpServer http) {
        this.keycloak = keycloak;
        this.app = app;
        this.http = http;
    }

    static DemoApp start(KeycloakServer keycloak, RelyingParty app) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress("localhost", Demo.APP_PORT), 0);
        DemoApp page = new DemoApp(keycloak, app, http);
        http.createContext("/", exchange -> page.answer(exchange, exchange.getRequestURI()));
        http.start();
        return page;
    }

    URI address() {
        return Demo.REDIRECT_URI.resolve("/");
    }

    private void answer(HttpExchange exchange, URI address) throws IOException {
        try (exchange) {
            switch (address.getPath()) {
                case "/" -> send(exchange, 200, START);
                case "/login" -> {
                    String request = app.request(Demo.REDIRECT_URI, Map.of()).toString();
                    exchange.getResponseHeaders().add("Location", request);
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/callback" -> send(exchange, 200, callback(address));
                case "/replay" -> send(exchange, 200, replay());
                default -> send(exchange, 404, "<p>Not here.</p>" + START);
            }
        } catch (Exception e) {
            send(exchange, 500, "<p>" + escape(String.valueOf(e.getMessage())) + "</p>" + START);
        }
    }

    private String callback(URI address) throws Exception {
        URI location = Demo.REDIRECT_URI.resolve(address);
        var response = RelyingParty.response(location);
        if (!response.indicatesSuccess()) {
            String error = response.toErrorResponse().getErrorObject().getCode();
            return "<p>The client got the error <code>" + escape(error) + "</code>.</p>" + START;
        }
        TokenResponse tokens = app.redeem(Demo.REDIRECT_URI, location);
        if (!(tokens instanceof OIDCTokenResponse oidc)) {
            return "<p>The code was refused at the token endpoint.</p>" + START;
        }
        JWT idToken = oidc.getOIDCTokens().getIDToken();
        return "<h2>Claims</h2><pre>" + escape(idToken.getJWTClaimsSet().toString()) + "</pre>" + grant()
                + "<form action='/replay' method='post'><button>Replay the grant</button></form>" + takeBack() + START;
    }

    /** On Keycloak's page, which asks alice: the application cannot do it for her. */
    private String takeBack() throws Exception {
        return "<p><a href='" + Demo.MY_APPROVALS + "/"
                + escape(StoredGrant.newest(keycloak).id()) + "/take-back'>Take it back</a></p>";
    }

    private String grant() throws Exception {
        return "<h2>The grant, as the store sees it</h2><pre>"
                + escape(StoredGrant.newest(keycloak).toString()) + "</pre>";
    }

    private String replay() throws Exception {
        String reason = StoredGrant.replay(keycloak);
        return "<p>The same token, presented to the store once more, is refused: <strong>" + escape(reason)
                + "</strong></p>" + grant() + START;
    }

    private static String escape(String text) {
        return Entities.escape(text);
    }

    private static void send(HttpExchange exchange, int status, String content) throws IOException {
        byte[] body = ("<!doctype html><html lang='en'><meta charset='utf-8'><title>Demo App</title>"
                        + "<body style='font-family: sans-serif; max-width: 50rem; margin: 2rem auto'><h1>Demo App</h1>"
                        + content)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
