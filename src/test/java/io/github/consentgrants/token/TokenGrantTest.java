package io.github.consentgrants.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.AccessToken;

class TokenGrantTest {
    private static final String ID = "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e1f";
    private static final String OTHER = "01932c07-7e3a-7c1d-8f5e-6a7b8c9d0e20";

    private static AccessToken token(Map<String, Object> claims) {
        AccessToken token = new AccessToken();
        token.getOtherClaims().putAll(claims);
        return token;
    }

    private static Map<String, Object> written(TokenGrant grant, Map<String, Object> before) {
        Map<String, Object> claims = new HashMap<>(before);
        grant.write(claims);
        return claims;
    }

    @Test
    void ofWhenTheTokenNamesAGrantThenThat() {
        assertThat(TokenGrant.of(token(Map.of("consent_id", ID)))).contains(TokenGrant.approved(ID));
        assertThat(TokenGrant.of(token(Map.of("consent_grant_id", ID)))).contains(TokenGrant.approved(ID));
        assertThat(TokenGrant.of(token(Map.of("consent_id", ID, "consent_via", "token_exchange"))))
                .contains(TokenGrant.approved(ID).exchange());
    }

    /** A mapper of an administrator can write the claim for others. */
    @Test
    void ofWhenBothClaimsAreThereThenTheGuards() {
        assertThat(TokenGrant.of(token(Map.of("consent_id", OTHER, "consent_grant_id", ID))))
                .contains(TokenGrant.approved(ID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", ID + " ", "' or 1=1 --"})
    void ofWhenTheClaimIsNoIdThenNone(String value) {
        assertThat(TokenGrant.of(token(Map.of("consent_id", value)))).isEmpty();
        assertThat(TokenGrant.of(token(Map.of("consent_id", 1)))).isEmpty();
        assertThat(TokenGrant.of(token(Map.of()))).isEmpty();
    }

    @Test
    void writeWhenTheClaimForOthersIsRightThenNoSecondOne() {
        assertThat(written(TokenGrant.approved(ID), Map.of("consent_id", ID))).isEqualTo(Map.of("consent_id", ID));
    }

    @Test
    void writeWhenTheClaimForOthersIsAbsentOrWrongThenTheGuards() {
        assertThat(written(TokenGrant.approved(ID), Map.of())).isEqualTo(Map.of("consent_grant_id", ID));
        assertThat(written(TokenGrant.approved(ID), Map.of("consent_id", OTHER)))
                .isEqualTo(Map.of("consent_id", OTHER, "consent_grant_id", ID));
    }

    /** A refresh token begins as a copy of what mappers wrote. */
    @Test
    void writeWhenSomethingIsThereThenItIsReplaced() {
        assertThat(written(TokenGrant.approved(ID), Map.of("consent_grant_id", OTHER, "consent_via", "token_exchange")))
                .isEqualTo(Map.of("consent_grant_id", ID));
    }

    @Test
    void writeWhenExchangedThenSaid() {
        assertThat(written(TokenGrant.approved(ID).exchange(), Map.of()))
                .isEqualTo(Map.of("consent_grant_id", ID, "consent_via", "token_exchange"));
    }
}
