package io.github.consentgrants.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.gate.GateSettings.AppliesTo;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockTab;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantType;
import org.keycloak.sessions.AuthenticationSessionModel;

class GateTest {
    private static final String OIDC = "openid-connect";
    private static final Map<String, String> ALL = Map.of("applies-to", "all");
    private static final Map<String, String> CONSENT_REQUIRED = Map.of("applies-to", "consent-required");

    private final RealmModel realm = MockRealm.of();
    private final ClientModel shop = MockRealm.client(realm, "shop");
    private final AuthenticationSessionModel tab = MockTab.of(realm, shop);

    private void actions(RequiredActionProviderModel... actions) {
        MockRealm.setActions(realm, actions);
    }

    private static AuthenticationFlowModel flow(String id) {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setId(id);
        return flow;
    }

    /** Returns a flow in which the authenticator is. */
    private AuthenticationFlowModel ourFlow() {
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setRequirement(Requirement.REQUIRED);
        step.setAuthenticator("consent-grant-authenticator");
        when(realm.getAuthenticationExecutionsStream("ours")).thenAnswer(call -> Stream.of(step));
        return flow("ours");
    }

    private boolean isGated(ClientModel client) {
        return Gate.of(realm, client).isPresent();
    }

    @Test
    void ofWhenThereIsNeitherActionNorAuthenticatorThenNotGated() {
        assertThat(isGated(shop)).isFalse();
        assertThat(Gate.of(tab)).isEmpty();
        assertThat(Gate.isOn(realm)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "consent-required, true, true",
        "consent-required, false, false",
        "all, true, true",
        "all, false, true",
        "unreadable, false, true"
    })
    void ofWhenEnabledThenByTheSettingAndTheSwitch(String appliesTo, boolean consentRequired, boolean gated) {
        actions(MockRealm.ours(Map.of("applies-to", appliesTo)));
        when(shop.isConsentRequired()).thenReturn(consentRequired);

        assertThat(isGated(shop)).isEqualTo(gated);
        assertThat(Gate.of(tab).isPresent()).isEqualTo(gated);
        assertThat(Gate.isOn(realm)).isTrue();
    }

    @Test
    void ofWhenItHasNoConfigurationThenGatedByTheStrictest() {
        RequiredActionProviderModel action = MockRealm.ours(Map.of());
        action.setConfig(null);
        actions(action);

        assertThat(Gate.of(realm, shop)).contains(GateSettings.STRICTEST);
    }

    /** A realm that switched it off has said so. Only a deleted action leaves nothing that says whom the realm gates. */
    @Test
    void ofWhenDisabledThenNotGatedAlsoWithTheAuthenticatorInTheFlow() {
        actions(MockRealm.disabled(MockRealm.ours(ALL)));
        AuthenticationFlowModel ours = ourFlow();
        when(realm.getBrowserFlow()).thenReturn(ours);

        assertThat(isGated(shop)).isFalse();
        assertThat(Gate.of(tab)).isEmpty();
        assertThat(Gate.isOn(realm)).isFalse();
    }

    @Test
    void ofWhenDeletedWithTheAuthenticatorInTheFlowThenGatedByTheStrictest() {
        AuthenticationFlowModel ours = ourFlow();
        when(realm.getBrowserFlow()).thenReturn(ours);

        assertThat(Gate.of(realm, shop)).contains(GateSettings.STRICTEST);
        assertThat(Gate.of(tab)).contains(GateSettings.STRICTEST);
        assertThat(Gate.isOn(realm)).isTrue();
        assertThat(isGated(MockRealm.client(realm, "account"))).isFalse();
    }

    /** Another extension's action is none of ours. */
    @Test
    void ofWhenAnotherActionHasTheAliasThenAsIfDeleted() {
        actions(MockRealm.action("another", "consent-grant"));
        assertThat(isGated(shop)).isFalse();

        AuthenticationFlowModel ours = ourFlow();
        when(realm.getBrowserFlow()).thenReturn(ours);
        assertThat(Gate.of(realm, shop)).contains(GateSettings.STRICTEST);
    }

    @Test
    void ofWhenDeletedThenTheClientsOwnFlowCounts() {
        AuthenticationFlowModel ours = ourFlow();
        AuthenticationFlowModel stock = flow("stock");
        when(realm.getAuthenticationExecutionsStream("stock")).thenAnswer(call -> Stream.empty());
        when(realm.getAuthenticationFlowById("ours")).thenReturn(ours);
        when(realm.getBrowserFlow()).thenReturn(stock);
        when(shop.getAuthenticationFlowBindingOverride("browser")).thenReturn("ours");

        assertThat(isGated(shop)).isTrue();
        assertThat(Gate.of(tab)).isPresent();
        assertThat(isGated(MockRealm.client(realm, "other"))).isFalse();
        assertThat(Gate.isOn(realm)).isFalse();
    }

    /** A client policy can choose a flow for a tab. */
    @Test
    void ofTabWhenDeletedThenTheFlowThatIsChosenForTheTabCounts() {
        AuthenticationFlowModel ours = ourFlow();
        AuthenticationFlowModel stock = flow("stock");
        when(realm.getAuthenticationExecutionsStream("stock")).thenAnswer(call -> Stream.empty());
        when(realm.getBrowserFlow()).thenReturn(stock);
        when(realm.getFlowByAlias("chosen")).thenReturn(ours);
        assertThat(Gate.of(tab)).isEmpty();

        tab.setAuthNote(Constants.REQUESTED_AUTHENTICATION_FLOW, "chosen");
        assertThat(Gate.of(tab)).contains(GateSettings.STRICTEST);
    }

    @Test
    void ofWhenTwoModelsAreEnabledThenTheStricterOfEachSetting() {
        RequiredActionProviderModel one = MockRealm.ours(CONSENT_REQUIRED);
        RequiredActionProviderModel other = MockRealm.ours(Map.of("applies-to", "all", "time-to-live", "30"));
        other.setId("other");
        actions(one, other);

        assertThat(Gate.of(realm, shop)).hasValueSatisfying(settings -> {
            assertThat(settings.appliesTo()).isEqualTo(AppliesTo.ALL);
            assertThat(settings.timeToLive()).isEqualTo(Duration.ofSeconds(30));
        });
    }

    @Test
    void ofWhenOneOfTwoModelsIsDisabledThenTheOtherAlone() {
        actions(MockRealm.disabled(MockRealm.ours(ALL)), MockRealm.ours(CONSENT_REQUIRED));
        assertThat(isGated(shop)).isFalse();

        when(shop.isConsentRequired()).thenReturn(true);
        assertThat(isGated(shop)).isTrue();
    }

    static Stream<String> keycloaksOwn() {
        return Constants.defaultClients.stream();
    }

    @ParameterizedTest
    @MethodSource("keycloaksOwn")
    void ofWhenItIsKeycloaksOwnThenNotGatedByAll(String clientId) {
        actions(MockRealm.ours(ALL));
        assertThat(isGated(MockRealm.client(realm, clientId))).isFalse();
    }

    /** A realm need not have every one of Keycloak's clients, so the name may be free. */
    @ParameterizedTest
    @MethodSource("keycloaksOwn")
    void ofWhenItHasRegisteredItselfUnderSuchANameThenGated(String clientId) {
        actions(MockRealm.ours(ALL));
        ClientModel client = MockRealm.client(realm, clientId);
        when(client.getRegistrationToken()).thenReturn("token");

        assertThat(isGated(client)).isTrue();
    }

    @Test
    void ofWhenKeycloaksOwnHasTheSwitchThenGatedByIt() {
        actions(MockRealm.ours(CONSENT_REQUIRED));
        ClientModel account = MockRealm.client(realm, "account");
        when(account.isConsentRequired()).thenReturn(true);

        assertThat(isGated(account)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "bank-realm, true, false, false",
        "bank-realm, false, false, true",
        "bank, true, false, true",
        "bank-realm-2, true, false, true",
        "bank-realm, true, true, true"
    })
    void ofWhenItMayBeTheManagementOfARealmThenByNameAndKind(
            String clientId, boolean bearerOnly, boolean registered, boolean gated) {
        actions(MockRealm.ours(ALL));
        ClientModel client = MockRealm.client(realm, clientId);
        when(client.isBearerOnly()).thenReturn(bearerOnly);
        when(client.getRegistrationToken()).thenReturn(registered ? "token" : null);

        assertThat(isGated(client)).isEqualTo(gated);
    }

    @Test
    void ofWhenItIsTheRealmsAdminClientThenNotGatedByAll() {
        actions(MockRealm.ours(ALL));
        ClientModel admin = MockRealm.client(realm, "any name");
        when(realm.getMasterAdminClient()).thenReturn(admin);

        assertThat(isGated(admin)).isFalse();
        assertThat(isGated(shop)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {OIDC, "saml", "docker-v2"})
    void ofTabWhenTheGuardStandsAtTheProtocolThenGated(String protocol) {
        actions(MockRealm.ours(ALL));
        tab.setProtocol(protocol);
        assertThat(Gate.of(tab)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wsfed", "", "OPENID-CONNECT"})
    void ofTabWhenNoGuardStandsAtTheProtocolThenNotGated(String protocol) {
        actions(MockRealm.ours(ALL));
        tab.setProtocol(protocol);
        assertThat(Gate.of(tab)).isEmpty();
        assertThat(isGated(shop)).isTrue();
    }

    private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

    @ParameterizedTest
    @CsvSource({
        "true, " + DEVICE + ", false",
        "true, password, true",
        "true, '', true",
        "false, " + DEVICE + ", true",
    })
    void ofTabWhenADeviceMayDoWithoutThenItsTabAloneIsNotGated(boolean ofDevice, String allowed, boolean gated) {
        actions(MockRealm.ours(Map.of("applies-to", "all", "allowed-grants", allowed)));
        tab.setProtocol(OIDC);
        if (ofDevice) {
            tab.setClientNote(DeviceGrantType.OAUTH2_DEVICE_VERIFIED_USER_CODE, "code");
        }
        assertThat(Gate.of(tab).isPresent()).isEqualTo(gated);
        assertThat(isGated(shop)).isTrue();
    }

    @Test
    void refusesWhenGatedThenUnlessTheGrantTypeIsAllowed() {
        actions(MockRealm.ours(Map.of("applies-to", "all", "allowed-grants", "password")));
        assertThat(Gate.refuses(realm, shop, NonInteractiveGrantType.PASSWORD)).isFalse();
        assertThat(Gate.refuses(realm, shop, NonInteractiveGrantType.CIBA)).isTrue();
    }

    @Test
    void refusesWhenNotGatedThenNot() {
        actions(MockRealm.ours(CONSENT_REQUIRED));
        assertThat(Gate.refuses(realm, shop, NonInteractiveGrantType.CIBA)).isFalse();
    }

    /** What a client can edit itself must not free it. */
    @Test
    void ofWhenAskedThenNoAttributeOfTheClientIsRead() {
        actions(MockRealm.ours(ALL));
        ClientModel client = mock(ClientModel.class);
        when(client.getClientId()).thenReturn("shop");
        when(client.getRealm()).thenReturn(realm);
        when(client.getAttribute(anyString())).thenThrow(new IllegalStateException("read"));
        when(client.getAttributes()).thenThrow(new IllegalStateException("read"));

        assertThat(isGated(client)).isTrue();
    }
}
