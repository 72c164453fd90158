package io.github.consentgrants.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.consentgrants.testing.KeycloakServer;
import io.github.consentgrants.testing.RelyingParty;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The relying party of the demo: one page. Each browser has a visit of its own, by a cookie. */
public final class DemoApp implements AutoCloseable {
    private static final String COOKIE = "demo-visit";
    private static final Pattern VISIT = Pattern.compile("(?:^|; )" + COOKIE + "=([0-9a-f-]{36})(?:;|$)");
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer",
            "X-Content-Type-Options",
            "nosniff",
            "Cache-Control",
            "no-store");

    private final KeycloakServer keycloak;
    private final Places places;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Visit> visits = new ConcurrentHashMap<>();

    private DemoApp(KeycloakServer keycloak, Places places, HttpServer http) {
        this.keycloak = keycloak;
        this.places = places;
        this.http = http;
    }

    /** Starts it; the realm has to be there. */
    public static DemoApp start(KeycloakServer keycloak, Places places) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress("localhost", places.appPort()), 0);
        DemoApp app = new DemoApp(keycloak, places, http);
        http.createContext("/", app::answer);
        http.setExecutor(app.threads);
        http.start();
        return app;
    }

    /** Returns where it is. */
    public URI address() {
        return places.app();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            HEADERS.forEach(exchange.getResponseHeaders()::set);
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            try {
                answer(exchange, request);
            } catch (Exception e) {
                send(exchange, 500, "text/plain", String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void answer(HttpExchange exchange, String request) throws Exception {
        Visit visit = visit(exchange);
        switch (request) {
            case "GET /" -> send(
                    exchange,
                    200,
                    "text/html",
                    visit.page(places.myApprovals()).getBytes(StandardCharsets.UTF_8));
            case "GET /demo.css" -> send(exchange, 200, "text/css", styles());
            case "GET /login" -> redirect(exchange, visit.request().toString());
            case "GET /callback" -> {
                visit.callback(places.redirectUri().resolve(exchange.getRequestURI()));
                redirect(exchange, "/");
            }
            case "POST /replay" -> {
                visit.replay();
                redirect(exchange, "/");
            }
            case "POST /refresh" -> {
                visit.refresh();
                redirect(exchange, "/");
            }
            default -> send(exchange, 404, "text/plain", "Not here".getBytes(StandardCharsets.UTF_8));
        }
    }

    private Visit visit(HttpExchange exchange) {
        String cookies = exchange.getRequestHeaders().getFirst("Cookie");
        Matcher found = VISIT.matcher(cookies == null ? "" : cookies);
        Visit known = found.find() ? visits.get(found.group(1)) : null;
        if (known != null) {
            return known;
        }
        String id = UUID.randomUUID().toString();
        Visit visit = new Visit(
                keycloak, new RelyingParty(places.endpoints(), "demo-app", "demo-app-secret"), places.redirectUri());
        visits.put(id, visit);
        exchange.getResponseHeaders().add("Set-Cookie", COOKIE + "=" + id + "; Path=/; HttpOnly; SameSite=Lax");
        return visit;
    }

    private static byte[] styles() throws IOException {
        try (InputStream in = DemoApp.class.getResourceAsStream("/demo-page/demo.css")) {
            return in.readAllBytes();
        }
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().add("Location", location);
        exchange.sendResponseHeaders(303, -1);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
