package io.github.consentgrants.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.rar.AuthorizationDetails;

class ScopeOptionsTest {
    private final ClientModel client = mock(ClientModel.class);
    private final AuthorizationDetails profile = scope("profile", true);
    private final AuthorizationDetails address = scope("address", true);
    private final AuthorizationDetails hidden = scope("hidden", false);
    private final AuthorizationDetails phone = scope("phone", true);
    private final AuthorizationDetails both = scope("both", true);
    private final List<AuthorizationDetails> all =
            List.of(profile, address, hidden, phone, both, new AuthorizationDetails(client));

    ScopeOptionsTest() {
        when(client.getId()).thenReturn("client");
        when(client.isDisplayOnConsentScreen()).thenReturn(true);
        Map<String, ClientScopeModel> byDefault = scopes(profile, both);
        Map<String, ClientScopeModel> optional = scopes(address, hidden, phone, both);
        when(client.getClientScopes(true)).thenReturn(byDefault);
        when(client.getClientScopes(false)).thenReturn(optional);
    }

    private static AuthorizationDetails scope(String name, boolean shown) {
        ClientScopeModel scope = mock(ClientScopeModel.class);
        when(scope.getId()).thenReturn("id of " + name);
        when(scope.getName()).thenReturn(name);
        when(scope.isDisplayOnConsentScreen()).thenReturn(shown);
        return new AuthorizationDetails(scope);
    }

    private static Map<String, ClientScopeModel> scopes(AuthorizationDetails... scopes) {
        Map<String, ClientScopeModel> byName = new LinkedHashMap<>();
        Arrays.stream(scopes)
                .map(AuthorizationDetails::getClientScope)
                .forEach(scope -> byName.put(scope.getName(), scope));
        return byName;
    }

    private ScopeOptions options(String parameter) {
        return ScopeOptions.of(client, all, parameter, true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "openid profile address hidden phone both; address,phone",
                "openid phone;                             phone",
                "openid ADDRESS;                           address",
                "openid;                                   ''",
                "'';                                       ''",
                ";                                         ''",
                "addresss xaddress address:1;              ''",
            })
    void ofWhenReadThenWhatIsAskedForByNameAndOptionalAndShown(String parameter, String expected) {
        assertThat(options(parameter).options())
                .extracting(option -> option.scope().getClientScope().getName())
                .containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected.split(",")));
    }

    @Test
    void displayWhenNotAnOptionThenNone() {
        ScopeOptions options = options("address phone");
        assertThat(options.display(profile)).isEmpty();
        assertThat(options.display(address)).contains(new OptionDisplay("1", true, false));
        assertThat(options.display(phone)).contains(new OptionDisplay("2", true, false));
        assertThat(ScopeOptions.NONE.display(address)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', 'address,phone'", "1, phone", "2, address", "'1,2', ''", "'2,1', ''"})
    void leftOutWhenChosenThenTheRest(String chosen, String leftOut) {
        assertThat(options("openid address phone").leftOut(list(chosen))).isEqualTo(Set.copyOf(list(leftOut)));
    }

    /** Also what stands for the scope in another case goes out of the parameter. */
    @Test
    void leftOutWhenWrittenInAnotherCaseThenAllThatStandsForIt() {
        assertThat(options("Phone phone address").leftOut(List.of("1"))).containsExactlyInAnyOrder("Phone", "phone");
        assertThat(options("PHONE").leftOut(List.of())).containsExactlyInAnyOrder("PHONE", "phone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "3", "-1", "01", "1,1", "1,2,1", "address", "id of address", " ", "1 ", "+1", "\u0661"})
    void leftOutWhenTheFormIsNotOfThePageThenRefused(String chosen) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("openid address phone").leftOut(list(chosen)));
    }

    @Test
    void leftOutWhenThePageOffersNothingThenAnyChoiceIsRefused() {
        assertThat(ScopeOptions.NONE.leftOut(List.of())).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> ScopeOptions.NONE.leftOut(List.of("1")));
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }
}
