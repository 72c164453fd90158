package io.github.consentgrants.bench.signin;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A browser that costs little, since it shares the machine with what it measures: it knows a page's form by regular
 * expressions and counts only the time from a request to its answer. Each request goes to the next node.
 */
final class LeanBrowser {
    private static final Pattern ACTION =
            Pattern.compile("<form[^>]*?action=\"([^\"]*/login-actions/[^\"]*)\"", Pattern.DOTALL);
    private static final Pattern HIDDEN = Pattern.compile("<input[^>]*type=\"hidden\"[^>]*>");
    private static final Pattern NAME = Pattern.compile("name=\"([^\"]*)\"");
    private static final Pattern VALUE = Pattern.compile("value=\"([^\"]*)\"");
    private static final int MAX_STEPS = 10;

    private final HttpClient http;
    private final Map<String, String> cookies = new TreeMap<>();
    private final List<URI> nodes;
    private int next;
    private long spent;
    private int requests;

    LeanBrowser(List<URI> nodes) {
        this(nodes, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    private LeanBrowser(List<URI> nodes, HttpClient http) {
        this.nodes = nodes;
        this.http = http;
    }

    /** Returns a browser that knows nothing yet, with the connections of this one. */
    LeanBrowser withoutCookies() {
        return new LeanBrowser(nodes, http);
    }

    /** Returns how many requests it has made. */
    int requests() {
        return requests;
    }

    /** Signs in with the password, and answers whatever is asked, until the client has its code. */
    void login(URI request, String user) throws IOException, InterruptedException {
        run(request, Map.of("username", user, "password", user, "accept", "accept"));
    }

    /** Makes the request with the session that is there, and returns how long Keycloak took, in nanoseconds. */
    long signIn(URI request) throws IOException, InterruptedException {
        spent = 0;
        run(request, Map.of("accept", "accept"));
        return spent;
    }

    private void run(URI request, Map<String, String> answers) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request, null);
        for (int step = 0; step < MAX_STEPS; step++) {
            if (response.statusCode() == 302 || response.statusCode() == 303) {
                URI location =
                        URI.create(response.headers().firstValue("Location").orElseThrow());
                if (!location.getPath().startsWith("/realms/")) {
                    requireCode(location);
                    return;
                }
                response = send(location, null);
            } else if (response.statusCode() == 200) {
                response = answer(response.body(), answers);
            } else {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
        }
        throw new IllegalStateException("No end after " + MAX_STEPS + " steps: " + response.body());
    }

    private static void requireCode(URI location) {
        if (!location.getRawQuery().contains("code=")) {
            throw new IllegalStateException("No code: " + location);
        }
    }

    private HttpResponse<String> answer(String page, Map<String, String> answers)
            throws IOException, InterruptedException {
        Matcher action = ACTION.matcher(page);
        if (!action.find()) {
            throw new IllegalStateException("No form: " + page);
        }
        Map<String, String> fields = new TreeMap<>(answers);
        Matcher hidden = HIDDEN.matcher(page);
        while (hidden.find()) {
            Matcher name = NAME.matcher(hidden.group());
            Matcher value = VALUE.matcher(hidden.group());
            if (name.find() && value.find()) {
                fields.put(name.group(1), value.group(1));
            }
        }
        return send(URI.create(action.group(1).replace("&amp;", "&")), encode(fields));
    }

    private HttpResponse<String> send(URI address, String body) throws IOException, InterruptedException {
        URI node = nodes.get(Math.floorMod(next++, nodes.size()));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        node.resolve(address.getRawPath() + "?" + address.getRawQuery()))
                .method(
                        body == null ? "GET" : "POST",
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        long start = System.nanoTime();
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        requests++;
        spent += System.nanoTime() - start;
        response.headers().allValues("Set-Cookie").forEach(this::store);
        return response;
    }

    private void store(String header) {
        String pair = header.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        if (header.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, pair.substring(pair.indexOf('=') + 1));
        }
    }

    private static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
