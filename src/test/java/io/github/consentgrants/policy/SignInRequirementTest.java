package io.github.consentgrants.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.unit.MockRealm;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.RealmModel;

class SignInRequirementTest {
    private static final int NEVER = Integer.MAX_VALUE;

    private final RealmModel realm = MockRealm.of();
    private final ClientModel client = MockRealm.client(realm, "shop");

    private static ClientScopeModel scope(String acr, String age) {
        ClientScopeModel scope = mock(ClientScopeModel.class);
        when(scope.getAttribute("consent-grants.min-acr")).thenReturn(acr);
        when(scope.getAttribute("consent-grants.max-auth-age")).thenReturn(age);
        return scope;
    }

    private Optional<SignInRequirement> of(ClientScopeModel... scopes) {
        return SignInRequirement.of(client, Stream.of(scopes));
    }

    @ParameterizedTest
    @CsvSource({",", "'',", ",''", "' ','  '"})
    void ofWhenNoScopeSaysAnythingThenNothing(String acr, String age) {
        assertThat(of(scope(acr, age), scope(null, null))).isEmpty();
        assertThat(of()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2,       300,   2,     300",
        "gold,    300,   3,     300",
        "silver,  60,    2,     60",
        "0,       3600,  0,     3600",
        // What cannot be read is the strictest.
        "Gold,    300,   2147483647, 300",
        "-1,      300,   2147483647, 300",
        "2.0,     300,   2147483647, 300",
        "99999999999, 300, 2147483647, 300",
        "2,       59,    2,     60",
        "2,       0,     2,     60",
        "2,       -5,    2,     60",
        "2,       1h,    2,     60",
        "2,       99999999999, 2, 60",
    })
    void ofWhenAScopeSaysSomethingThenThat(String acr, String age, int level, long maxAge) {
        when(client.getAttribute("acr.loa.map")).thenReturn("{\"gold\":3,\"silver\":2}");
        assertThat(of(scope(acr, age))).contains(new SignInRequirement(level, maxAge));
    }

    @Test
    void ofWhenSeveralScopesSaySomethingThenTheStrictestOfEach() {
        SignInRequirement both =
                of(scope("2", "900"), scope(null, "300"), scope("3", null)).orElseThrow();
        assertThat(both).isEqualTo(new SignInRequirement(3, 300));
        assertThat(of(scope("2", null)).orElseThrow().maxAgeOrNull()).isNull();
        assertThat(of(scope(null, "300")).orElseThrow().levelOrNull()).isNull();
    }

    /** A client may edit its own attributes; only those of scopes count. */
    @Test
    void ofWhenTheClientHasTheAttributesThenTheyDoNotCount() {
        when(client.getAttribute("consent-grants.min-acr")).thenReturn("2");
        assertThat(of(client)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2, 300, 2, 1000, 1300, true",
        "2, 300, 3, 1000, 1000, true",
        "2, 300, 1, 1000, 1000, false",
        "2, 300, 2, 1000, 1301, false",
        "2, 300, -1, 1000, 1000, false",
        "-1, 300, -1, 1000, 1000, true",
        "2147483647, 300, 99, 1000, 1000, false",
        "2, 9223372036854775807, 2, 0, 99999999999, true",
    })
    void isMetWhenComparedThenByLevelAndAge(int level, long maxAge, int reached, long at, long now, boolean met) {
        assertThat(new SignInRequirement(level, maxAge).isMet(reached, at, now)).isEqualTo(met);
    }

    @Test
    void neverWhenItIsDemandedThenNobodyReachesIt() {
        assertThat(new SignInRequirement(NEVER, 60).isMet(NEVER - 1, 0, 0)).isFalse();
    }
}
