package io.github.consentgrants.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/**
 * A browser without JavaScript. As browsers do on localhost, it sends Secure cookies over http; it follows redirects while
 * they stay on Keycloak.
 */
public final class UserAgent {
    private static final int MAX_REDIRECTS = 10;
    /** Octets of name and value: browsers ignore a longer cookie, and a server refuses the headers that it would make. */
    private static final int MAX_COOKIE = 4_096;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Cookie, String> cookies = new ConcurrentHashMap<>();
    private Map<Cookie, String> inherited = Map.of();
    private final Map<String, String> headers = new ConcurrentHashMap<>();

    /** Two realms of one server have cookies of the same names, on paths of their own. */
    private record Cookie(String name, String path) {
        boolean belongsTo(URI address) {
            return address.getPath().startsWith(path);
        }
    }

    /** Returns another browser that starts with this one's cookies. */
    public UserAgent fork() {
        UserAgent other = new UserAgent();
        other.cookies.putAll(cookies);
        other.inherited = Map.copyOf(cookies);
        return other;
    }

    /** Forgets the cookies whose names contain {@code part}. */
    public void forgetCookies(String part) {
        cookies.keySet().removeIf(cookie -> cookie.name().contains(part));
    }

    /** Takes over what another browser got, beside what it started with, as if the answers had come here. */
    public void adopt(UserAgent other) {
        other.cookies.forEach((cookie, value) -> {
            if (!value.equals(other.inherited.get(cookie))) {
                cookies.put(cookie, value);
            }
        });
    }

    /** Sets a cookie for all of the host, as who uses this browser's profile can. */
    public void plant(String name, String value) {
        cookies.put(new Cookie(name, "/"), value);
    }

    /** Returns the keys from which the secrets of this browser's tabs are made. */
    public Stream<String> keys() {
        return cookies.entrySet().stream()
                .filter(cookie -> cookie.getKey().name().contains("consent-grant-"))
                .map(cookie -> cookie.getValue().substring(0, cookie.getValue().indexOf('.')));
    }

    /** Sends a header with every request from now on. */
    public void sendAlso(String header, String value) {
        headers.put(header, value);
    }

    public Map<String, String> cookies() {
        return cookies.entrySet().stream()
                .collect(Collectors.toMap(
                        cookie -> cookie.getKey().name(), Map.Entry::getValue, (first, second) -> second));
    }

    /** Opens an address and follows redirects. */
    public Page open(URI address) {
        return follow(send("GET", address, null));
    }

    /** Submits a form of the page with one of its buttons, and follows redirects. */
    public Page submit(Page page, String formId, String button, Map<String, String> values) {
        return follow(post(page, formId, button, values));
    }

    /** Submits a form and returns the very next response. */
    public Page post(Page page, String formId, String button, Map<String, String> values) {
        return post(page.form(formId), button, values);
    }

    /** The same for a form that has no id. */
    public Page post(Element form, String button, Map<String, String> values) {
        Map<String, String> fields = form.select("input[type=hidden]").stream()
                .collect(Collectors.toMap(input -> input.attr("name"), input -> input.attr("value")));
        fields.putAll(values);
        if (button != null) {
            fields.put(button, button);
        }
        return send("POST", URI.create(form.attr("abs:action")), encode(fields));
    }

    /** Follows the page's redirects until one leaves Keycloak. */
    public Page follow(Page page) {
        Page current = page;
        for (int i = 0; i < MAX_REDIRECTS && current.isRedirect(); i++) {
            if (!page.address().getAuthority().equals(current.location().getAuthority())) {
                return current;
            }
            current = send("GET", current.location(), null);
        }
        return current;
    }

    /** Sends one request. */
    public Page send(String method, URI address, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Accept", "text/html")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        headers.forEach(request::setHeader);
        String sent = cookies.entrySet().stream()
                .filter(cookie -> cookie.getKey().belongsTo(address))
                .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        if (!sent.isEmpty()) {
            request.header("Cookie", sent);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            accept(response);
            return new Page(address, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Keeps the cookies that another client of this browser's user got. */
    public void accept(HttpResponse<?> response) {
        response.headers().allValues("Set-Cookie").forEach(this::store);
    }

    private void store(String header) {
        HttpCookie parsed = HttpCookie.parse(header).get(0);
        Cookie cookie = new Cookie(parsed.getName(), parsed.getPath() == null ? "/" : parsed.getPath());
        if (parsed.getName().length() + parsed.getValue().length() > MAX_COOKIE) {
            return;
        }
        if (parsed.getMaxAge() == 0) {
            cookies.remove(cookie);
        } else {
            cookies.put(cookie, parsed.getValue());
        }
    }

    public static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
