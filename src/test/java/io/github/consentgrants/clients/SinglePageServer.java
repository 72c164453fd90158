package io.github.consentgrants.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.consentgrants.testing.Admin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Serves an application of one page, which is the same at each address, its library and its settings. */
final class SinglePageServer implements AutoCloseable {
    private static final String HTML = "text/html; charset=utf-8";

    private final HttpServer http;

    /**
     * Starts it.
     *
     * @param name of the page in the resources
     * @param library the script that the page loads from {@code /lib}
     * @param config what the page gives to the library
     */
    SinglePageServer(String name, Path library, Map<String, Object> config) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/", HTML, resource(name + ".html"));
        serve("/frame", HTML, resource(name + "-frame.html"));
        serve("/lib/" + library.getFileName(), "text/javascript", Files.readAllBytes(library));
        serve("/config.json", "application/json", Admin.JSON.writeValueAsBytes(config));
        http.start();
    }

    private void serve(String path, String type, byte[] body) {
        http.createContext(path, exchange -> answer(exchange, type, body));
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = SinglePageServer.class.getResourceAsStream("/clients/" + name)) {
            if (in == null) {
                throw new IOException("No resource " + name);
            }
            return in.readAllBytes();
        }
    }

    /** Returns the address of a path, as the browser sees it. */
    String uri(String path) {
        return "http://localhost:" + http.getAddress().getPort() + path;
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
