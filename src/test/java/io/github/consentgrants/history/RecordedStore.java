package io.github.consentgrants.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.history.Operation.Kind;
import io.github.consentgrants.history.Operation.Outcome;
import io.github.consentgrants.testing.Admin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The store of one node, called through the test-only resource; every call is recorded as it ended. */
public final class RecordedStore {
    private final HttpClient http = HttpClient.newHttpClient();
    private final History history;
    private final URI base;
    private final String node;

    /**
     * @param node name of the node, for the history
     * @param baseUrl of the node
     * @param realm name of a realm
     */
    public RecordedStore(History history, String node, URI baseUrl, String realm) {
        this.history = history;
        this.node = node;
        this.base = baseUrl.resolve("/realms/" + realm + "/consent-grants-fault-probe/");
    }

    /**
     * A minted grant.
     *
     * @param page its id
     * @param token with which it can be consumed
     */
    public record Minted(String page, String token) {}

    /** Mints a grant; nothing, if that was not acknowledged. */
    public Optional<Minted> mint() {
        long start = System.nanoTime();
        Answer answer = call("mint", Map.of());
        String page = answer.body.path("page").asText();
        // Without an answer nobody knows the id, so nothing can be said about the grant.
        history.record(Kind.MINT, page.isEmpty() ? "?" : page, "", node, start, answer.outcome, answer.detail);
        return page.isEmpty()
                ? Optional.empty()
                : Optional.of(new Minted(page, answer.body.path("token").asText()));
    }

    /** Presents a grant; the transaction stays open for {@code hold} before it commits. */
    public Outcome consume(Minted grant, Duration hold) {
        long start = System.nanoTime();
        Answer answer = call(
                "consume",
                Map.of("token", grant.token(), "page", grant.page(), "hold", String.valueOf(hold.toMillis())));
        String told = answer.body.path("outcome").asText();
        boolean refused = answer.outcome == Outcome.OK && !told.equals("granted");
        Outcome outcome = refused ? Outcome.REFUSED : answer.outcome;
        history.record(Kind.CONSUME, grant.page(), "", node, start, outcome, refused ? told : answer.detail);
        return outcome;
    }

    /** Presents two grants, one after the other, in one transaction. */
    public Outcome consumeBoth(Minted first, Minted second, Duration hold) {
        long start = System.nanoTime();
        Answer answer = call(
                "consume-both",
                Map.of(
                        "token", first.token(),
                        "page", first.page(),
                        "secondToken", second.token(),
                        "secondPage", second.page(),
                        "hold", String.valueOf(hold.toMillis())));
        boolean refused = answer.body.path("outcome").asText().equals("refused");
        Outcome outcome = refused ? Outcome.REFUSED : answer.outcome;
        for (Minted grant : java.util.List.of(first, second)) {
            history.record(Kind.CONSUME, grant.page(), "", node, start, outcome, answer.detail);
        }
        return outcome;
    }

    private record Answer(Outcome outcome, JsonNode body, String detail) {
        static Answer without(Outcome outcome, String detail) {
            return new Answer(outcome, Admin.JSON.createObjectNode(), detail);
        }
    }

    private Answer call(String operation, Map<String, String> arguments) {
        try {
            HttpRequest request = HttpRequest.newBuilder(base.resolve(operation))
                    .timeout(Duration.ofSeconds(60))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(Admin.JSON.writeValueAsString(arguments)))
                    .build();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                return new Answer(Outcome.OK, Admin.JSON.readTree(response.body()), "");
            }
            boolean server = response.statusCode() >= 500;
            return Answer.without(server ? Outcome.SERVER_ERROR : Outcome.REFUSED, response.statusCode() + "");
        } catch (HttpTimeoutException e) {
            return Answer.without(Outcome.HANG, "no answer");
        } catch (IOException e) {
            return Answer.without(Outcome.UNKNOWN, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
