package io.github.consentgrants.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A proxy with https in front of a Keycloak with http, which it serves under a path, as operators configure nginx. */
public final class TlsProxy implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Set<String> OF_THE_HOP =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding", "http2-settings");

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String path;
    private volatile URI keycloak;
    private volatile UnaryOperator<String> cookies = UnaryOperator.identity();

    private TlsProxy(HttpsServer server, String path) {
        this.server = server;
        this.path = path;
    }

    /**
     * Starts it with a certificate that nobody has signed.
     *
     * @param folder for the key
     * @param path under which Keycloak is served, such as {@code /sso}
     */
    public static TlsProxy start(Path folder, String path) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(folder)));
        TlsProxy proxy = new TlsProxy(server, path);
        server.createContext(path + "/", proxy::forward);
        server.setExecutor(proxy.threads);
        server.start();
        return proxy;
    }

    private static SSLContext tls(Path folder) throws Exception {
        Path file = folder.resolve("key.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "proxy",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost")
                .inheritIO()
                .start();
        if (made.waitFor() != 0) {
            throw new IllegalStateException("keytool made no key");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** Returns the address that browsers use. */
    public URI baseUrl() {
        return URI.create("https://localhost:" + server.getAddress().getPort() + path);
    }

    /** Sends requests to a server from now on. */
    public void serve(URI server) {
        keycloak = server;
    }

    /** Changes each cookie on its way to the browser from now on, as nginx' proxy_cookie_path does. */
    public void changeCookies(UnaryOperator<String> change) {
        cookies = change;
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<byte[]> response = http.send(request(exchange), BodyHandlers.ofByteArray());
            response.headers().map().forEach((name, values) -> {
                if (!OF_THE_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                    boolean cookie = name.equalsIgnoreCase("Set-Cookie");
                    exchange.getResponseHeaders()
                            .put(name, cookie ? values.stream().map(cookies).toList() : values);
                }
            });
            byte[] body = response.body();
            exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String rest = exchange.getRequestURI().toString().substring(path.length());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(keycloak + rest))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.setHeader("X-Forwarded-Proto", "https")
                .setHeader(
                        "X-Forwarded-Host", "localhost:" + server.getAddress().getPort())
                .setHeader("X-Forwarded-For", "127.0.0.1")
                .build();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
