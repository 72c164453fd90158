package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.display.DisplayDigests;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.policy.SignInRequirement;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.rar.AuthorizationDetails;
import org.keycloak.sessions.AuthenticationSessionModel;

class SessionBindingTest {
    private static final String PREFIX = "client_request_param_";

    private final RealmModel realm = MockRealm.of();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final AuthenticationSessionModel tab = MockTab.of(realm, client);
    private final KeycloakSession session = MockSession.of(realm);
    private final UserModel user = mock(UserModel.class);
    private final ConsentRequest request = new ConsentRequest(session, tab, user, null);

    @BeforeEach
    void requested() {
        tab.setProtocol("openid-connect");
        when(tab.getRedirectUri()).thenReturn("https://shop.example/cb");
        when(user.getId()).thenReturn("user");
        tab.setClientNote("iss", "https://bank.example/realms/bank");
        tab.setClientNote("scope", "openid");
    }

    private Optional<RequiredSignIn> signIn = Optional.empty();

    /** Rows of before are consumed by a server that knows of sign-ins, and the other way round. */
    @Test
    void createWhenNothingIsDemandedOfTheSignInThenAsIfThereWereNoSuchThing() {
        Binding before = binding();
        signIn = Optional.of(new RequiredSignIn(new SignInRequirement(2, 300), 2, 1000));
        requireChanges(before, BindingField.OTHER);
        signIn = Optional.empty();
        assertThat(binding()).isEqualTo(before);
    }

    @Test
    void createWhenTheSignInOrWhatIsDemandedOfItIsAnotherThenOtherDiffers() {
        signIn = Optional.of(new RequiredSignIn(new SignInRequirement(2, 300), 2, 1000));
        Binding before = binding();
        for (RequiredSignIn other : List.of(
                new RequiredSignIn(new SignInRequirement(3, 300), 2, 1000),
                new RequiredSignIn(new SignInRequirement(2, 301), 2, 1000),
                new RequiredSignIn(new SignInRequirement(2, 300), 3, 1000),
                new RequiredSignIn(new SignInRequirement(2, 300), 2, 1001))) {
            signIn = Optional.of(other);
            requireChanges(before, BindingField.OTHER);
        }
    }

    private Binding binding() {
        return binding("display", "page", "browser", "scope");
    }

    private Binding binding(String display, String page, String browser, String... scopes) {
        return SessionBinding.create(
                request,
                new GrantedScopes(
                        tab.getClientNote("scope"),
                        Stream.of(scopes).map(SessionBindingTest::scope).toList()),
                signIn,
                new DisplayDigests(display, "fingerprints"),
                page,
                browser);
    }

    private static AuthorizationDetails scope(String id) {
        ClientScopeModel scope = mock(ClientScopeModel.class);
        when(scope.getId()).thenReturn(id);
        return new AuthorizationDetails(scope);
    }

    private void requireChanges(Binding before, BindingField... fields) {
        assertThat(binding().differingFields(before)).containsExactlyInAnyOrder(fields);
    }

    @Test
    void createWhenNothingHasChangedThenTheSame() {
        assertThat(binding()).isEqualTo(binding());
    }

    /** They change between the page and the code, or say how the user is asked. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kc_action",
                "kc_action_parameter",
                "kc_action_status",
                "kc_action_executing",
                "kc_action_enforced",
                "session_consent",
                "APP_INITIATED_FLOW",
                "AUTH_TIME_BROKER",
                "USER_SESSION_PERSISTENT_STATE",
                "locale_client_requested",
                "client_id",
                "prompt",
                "display",
                "login_hint",
                "ui_locales",
                "kc_idp_hint"
            })
    void createWhenANoteSaysNothingOfWhatIsGrantedThenNotBound(String name) {
        Binding before = binding();
        tab.setClientNote(name, "value");
        requireChanges(before);
    }

    /** A note of a later Keycloak, or of another extension, fails closed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "",
                "kc_action2",
                "KC_ACTION",
                "locale_client_requested ",
                "client_request_param_unknown",
                "client_request_param_consent-grant.pushed-request",
                "client_request_param_kc_action",
                "client_request_param_",
                "consent-grant.saml-endpoint",
                "SAML_REQUEST_ID",
                "RelayState",
                "level-of-authentication"
            })
    void createWhenAnyOtherNoteComesChangesOrGoesThenOtherDiffers(String name) {
        Binding without = binding();
        tab.setClientNote(name, "value");
        Binding with = binding();
        requireChanges(without, BindingField.OTHER);
        tab.setClientNote(name, "another value");
        requireChanges(with, BindingField.OTHER);
        tab.setClientNote(name, "");
        requireChanges(without, BindingField.OTHER);
        tab.removeClientNote(name);
        requireChanges(without);
    }

    @ParameterizedTest
    @CsvSource({
        "iss, ISSUER",
        "redirect_uri, REDIRECT_URI",
        "response_type, RESPONSE_TYPE",
        "response_mode, RESPONSE_MODE",
        "scope, SCOPE",
        "code_challenge, CODE_CHALLENGE",
        "code_challenge_method, CODE_CHALLENGE_METHOD",
        "state, STATE",
        "nonce, NONCE",
        "resource, RESOURCE",
        "claims, CLAIMS",
        "authorization_details, AUTHORIZATION_DETAILS",
        "acr_values, ACR_VALUES",
        "max_age, MAX_AGE",
        "dpop_jkt, DPOP_JKT"
    })
    void createWhenAParameterDiffersThenItsFieldDoesAndNoOther(String name, BindingField field) {
        Binding before = binding();
        tab.setClientNote(name, "another");
        requireChanges(before, field);
    }

    @Test
    void createWhenTheTabOrItsUserIsAnotherThenItsFieldDiffersAndNoOther() {
        Binding before = binding();
        when(realm.getId()).thenReturn("another");
        requireChanges(before, BindingField.REALM);
        before = binding();
        when(user.getId()).thenReturn("another");
        requireChanges(before, BindingField.SUBJECT);
        before = binding();
        when(client.getClientId()).thenReturn("another");
        requireChanges(before, BindingField.CLIENT_ID);
        before = binding();
        when(client.getId()).thenReturn("another");
        requireChanges(before, BindingField.CLIENT_UUID);
        before = binding();
        when(tab.getRedirectUri()).thenReturn("https://shop.example/another");
        requireChanges(before, BindingField.REDIRECT_TARGET);
        before = binding();
        when(tab.getTabId()).thenReturn("another");
        requireChanges(before, BindingField.TAB);
        before = binding();
        when(tab.getParentSession().getId()).thenReturn("another");
        requireChanges(before, BindingField.ROOT_SESSION);
        before = binding();
        tab.setAuthNote(Constants.AUTHORIZATION_REQUEST_URI, "urn:another");
        requireChanges(before, BindingField.REQUEST_URI);
    }

    @Test
    void createWhenThePageIsAnotherThenItsFieldDiffersAndNoOther() {
        Binding before = binding();
        assertThat(binding("another", "page", "browser", "scope").differingFields(before))
                .isEqualTo(Set.of(BindingField.DISPLAY));
        assertThat(binding("display", "another", "browser", "scope").differingFields(before))
                .isEqualTo(Set.of(BindingField.PAGE));
        assertThat(binding("display", "page", "another", "scope").differingFields(before))
                .isEqualTo(Set.of(BindingField.BROWSER));
        assertThat(binding("display", "page", null, "scope").differingFields(before))
                .isEqualTo(Set.of(BindingField.BROWSER));
        assertThat(binding("display", "page", "browser", "scope", "more").differingFields(before))
                .isEqualTo(Set.of(BindingField.CLIENT_SCOPES));
    }

    /** Keycloak writes a parameter that it does not know and that has a note of its own to both places. */
    @Test
    void createWhenAParameterIsKeptTwiceThenBoundOnce() {
        tab.setClientNote("authorization_details", "[1]");
        Binding once = binding();
        tab.setClientNote(PREFIX + "authorization_details", "[1]");
        requireChanges(once);
        tab.setClientNote(PREFIX + "authorization_details", "[2]");
        requireChanges(once, BindingField.OTHER);
    }

    @Test
    void createWhenAParameterHasTheNameOfANoteThenTheyAreTwo() {
        tab.setClientNote("name", "value");
        Binding note = binding();
        tab.removeClientNote("name");
        tab.setClientNote(PREFIX + "name", "value");
        requireChanges(note, BindingField.OTHER);
    }

    @Test
    void createWhenANoteHasNoValueThenAsIfItWereAbsent() {
        Binding before = binding();
        tab.setClientNote("unknown", null);
        requireChanges(before);
    }

    @Test
    void createWhenItIsSamlThenTheIssuerIsTheRealmAsItIsAddressed() {
        Binding oidc = binding();
        tab.setProtocol("saml");
        assertThat(binding().text(BindingField.ISSUER)).isEqualTo("https://bank.example/realms/bank");
        requireChanges(oidc, BindingField.OTHER);

        tab.removeClientNote("iss");
        MockSession.request(session, "https://other.example/realms/bank/protocol/saml");
        assertThat(binding().text(BindingField.ISSUER)).isEqualTo("https://other.example/realms/bank");
    }

    @Test
    void createWhenAValueIsNotUnicodeThenNoBinding() {
        tab.setClientNote("state", "\ud800");
        assertThatIllegalArgumentException().isThrownBy(this::binding);
    }

    @Test
    void createWhenScopesComeInAnotherOrderThenTheSame() {
        assertThat(binding("display", "page", "browser", "a", "b"))
                .isEqualTo(binding("display", "page", "browser", "b", "a"));
    }
}
