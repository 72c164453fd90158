package io.github.consentgrants.bench.signin;

import io.github.consentgrants.bench.Quantiles;
import io.github.consentgrants.bench.Subject;
import io.github.consentgrants.testing.Browser;
import io.github.consentgrants.testing.Page;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.StockConsents;
import io.github.consentgrants.testing.TestRealm;
import io.github.consentgrants.testing.UserAgent;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client with one refresh token, which it uses again and again, one request after the other. */
final class Refreshes implements Subject {
    static final String MEDIAN = "p50 ms";
    static final String TAIL = "p99 ms";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;
    private final Duration time;

    /** Signs alice in at the client "app", and answers whichever consent page is shown. */
    Refreshes(TestRealm realm, URI node, Duration time) {
        this.time = time;
        RelyingParty app = realm.app();
        UserAgent agent = new UserAgent();
        Page page = Browser.signIn(agent, app.request(Map.of()), "alice");
        Page end = StockConsents.isAsked(page)
                ? StockConsents.agree(agent, page)
                : page.isConsent() ? Browser.authorize(agent, page) : page;
        String token = URLEncoder.encode(app.tokens(end).getRefreshToken().getValue(), StandardCharsets.UTF_8);
        request = HttpRequest.newBuilder(
                        node.resolve("/realms/" + realm.name() + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=refresh_token&client_id=app&client_secret=secret&refresh_token="
                        + token))
                .build();
    }

    Refreshes warmedUp(int refreshes) throws IOException, InterruptedException {
        for (int i = 0; i < refreshes; i++) {
            refresh();
        }
        return this;
    }

    private long refresh() throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        long spent = System.nanoTime() - start;
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return spent;
    }

    @Override
    public Map<String, Double> round() throws Exception {
        List<Long> times = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            times.add(refresh());
        }
        return Map.of(MEDIAN, Quantiles.of(times, 0.5) / 1e6, TAIL, Quantiles.of(times, 0.99) / 1e6);
    }
}
