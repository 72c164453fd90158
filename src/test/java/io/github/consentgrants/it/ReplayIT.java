package io.github.consentgrants.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.consentgrants.testing.Approvals;
import io.github.consentgrants.testing.Approvals.Approved;
import io.github.consentgrants.testing.Approvals.Shown;
import io.github.consentgrants.testing.Client.Answer;
import io.github.consentgrants.testing.RelyingParty;
import io.github.consentgrants.testing.SetUp;
import io.github.consentgrants.testing.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Given a code that was redeemed, and is presented again")
final class ReplayIT {
    private static final Map<String, String> ONLINE = Map.of("scope", "openid email");
    /** 1,000 with {@code -Dhonest.signins=1000}. */
    private static final int HONEST = Integer.getInteger("honest.signins", 25);

    @AutoClose
    private final TestRealm realm = SetUp.AUTHENTICATOR.createRealm();

    private final Approvals approvals = new Approvals(realm);

    @BeforeEach
    void storeEvents() {
        realm.update(
                Map.of("enabledEventTypes", List.of("GRANT_CONSENT", "CODE_TO_TOKEN_ERROR", "REVOKE_GRANT", "LOGOUT")));
    }

    private Answer present(String client, Approved approved, String verifier) {
        return realm.client(client)
                .token(
                        "authorization_code",
                        Map.of(
                                "code",
                                RelyingParty.code(approved.end()),
                                "redirect_uri",
                                RelyingParty.REDIRECT_URI,
                                "code_verifier",
                                verifier));
    }

    @ParameterizedTest(name = "{0}, by client {1}: ends {2}")
    @CsvSource({"end-session, app, true", "end-session, plain, true", "refuse, app, false", "'', app, false"})
    @DisplayName("when it comes from somebody else, then the session of the first use ends, if the realm says so")
    void somebodyElse(String onReplay, String client, boolean ends) {
        if (!onReplay.isEmpty()) {
            realm.configure(Map.of("on-replay", onReplay));
        }
        Approved approved = approvals.approve(ONLINE);
        Answer tokens = approvals.redeem(approved);
        assertThat(realm.sessions("alice")).hasSize(1);
        Answer refused = present(client, approved, "somebody-elses-verifier-which-is-long-enough-to-be-one");
        assertThat(refused.hasToken()).isFalse();
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(realm.sessions("alice")).hasSize(ends ? 0 : 1);
        assertThat(grant(approved).path("state").asText()).isEqualTo(ends ? "revoked" : "redeemed");
        assertThat(realm.events("LOGOUT")).hasSize(ends ? 1 : 0);
        if (ends) {
            assertThat(grant(approved).path("revokedWhy").asText()).isEqualTo("replay");
            assertThat(approvals.refresh(tokens).error()).isEqualTo("invalid_grant");
            for (String type : List.of("CODE_TO_TOKEN_ERROR", "LOGOUT")) {
                JsonNode details = realm.event(type).path("details");
                assertThat(details.path("consent_grant_id").asText()).as(type).isEqualTo(approved.id());
                assertThat(details.path("consent_grant_reason").asText())
                        .as(type)
                        .isEqualTo("replay");
            }
        }
    }

    private JsonNode grant(Approved approved) {
        return realm.server().admin().get("/realms/" + realm.name() + "/consent-grants/" + approved.id());
    }

    @Test
    @DisplayName(
            "when it is a retry of the client's own, one after the other or at once, or the page is reloaded and clicked again, then"
                    + " there is no alarm")
    void honest() {
        realm.configure(Map.of("on-replay", "end-session"));
        for (int i = 0; i < HONEST; i++) {
            Shown shown = approvals.open(ONLINE);
            Approved approved = approvals.click(shown);
            approvals.again(shown);
            boolean atOnce = i % 2 == 0;
            if (atOnce) {
                assertThat(Stream.of(approved, approved)
                                .map(twice -> CompletableFuture.supplyAsync(() -> approvals.redeem(twice)))
                                .toList()
                                .stream()
                                .map(CompletableFuture::join)
                                .filter(Answer::hasToken))
                        .hasSizeLessThanOrEqualTo(1);
            } else {
                assertThat(approvals.redeem(approved).hasToken()).isTrue();
            }
            assertThat(approvals.redeem(approved).hasToken()).isFalse();
            assertThat(approvals.redeem(approved).hasToken()).isFalse();
            assertThat(realm.sessions("alice")).hasSize(1);
        }
        assertThat(realm.events("REVOKE_GRANT")).isEmpty();
        assertThat(realm.events("LOGOUT")).isEmpty();
    }
}
