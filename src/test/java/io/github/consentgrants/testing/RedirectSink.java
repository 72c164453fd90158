package io.github.consentgrants.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Where the client's redirect URI leads: a page of its own, so that the browser has somewhere to be. */
public final class RedirectSink implements AutoCloseable {
    private static final byte[] PAGE =
            "<title>Client</title><p>Back at the client</p>".getBytes(StandardCharsets.UTF_8);

    private final HttpServer http;

    public RedirectSink() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, PAGE.length);
            exchange.getResponseBody().write(PAGE);
            exchange.close();
        });
        http.start();
    }

    /** Serves a further page. */
    public URI serve(String path, String html) {
        http.createContext(path, exchange -> {
            byte[] body = html.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        return uri().resolve(path);
    }

    public URI uri() {
        return URI.create("http://localhost:" + http.getAddress().getPort() + "/callback");
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
