package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.display.DisplaySource;
import io.github.consentgrants.display.ScopeOptions;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.policy.AskExecutorFactory;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyManager;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What the guard looks at again before a grant that this request has derived leads to a code. */
class SessionApprovalTest {
    private static final Binding BINDING =
            Binding.builder().set(BindingField.CLIENT_ID, "shop").build();
    private static final String NOTE =
            "consent-grant.approval." + BINDING.reach().substring(0, 32);

    private final RealmModel realm = MockRealm.gated();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final AuthenticationSessionModel tab = MockTab.of(realm, client);
    private final KeycloakSession session = MockSession.of(realm);
    private final UserModel user = mock(UserModel.class);
    private final UserSessionModel userSession = mock(UserSessionModel.class);
    private final ConsentRequest request = new ConsentRequest(session, tab, user, new EventBuilder(realm, session));
    private final ConsentPage.Live live = new ConsentPage.Live(
            BINDING,
            null,
            new DisplaySource(
                    session,
                    tab,
                    user,
                    Locale.ENGLISH,
                    Duration.ofMinutes(2),
                    false,
                    List.of(),
                    ScopeOptions.NONE,
                    Duration.ofHours(1)));

    @BeforeEach
    void derive() throws Exception {
        when(client.getRealm()).thenReturn(realm);
        tab.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        tab.setClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM, "code");
        when(userSession.getNote(NOTE)).thenReturn("click");
        ConsentProgress.in(session).derived(new DerivedGrant("derived", "click", BINDING.reach()));
        policy("session");
    }

    private void policy(String mode) throws Exception {
        AskExecutorFactory.Configuration configuration = new AskExecutorFactory.Configuration();
        configuration.setConfigAsMap("mode", mode);
        @SuppressWarnings("unchecked")
        ClientPolicyExecutorProvider<AskExecutorFactory.Configuration> executor =
                (ClientPolicyExecutorProvider<AskExecutorFactory.Configuration>)
                        new AskExecutorFactory().create(session);
        executor.setupConfiguration(configuration);
        ClientPolicyManager policies = session.clientPolicy();
        doAnswer(call -> {
                    executor.executeOnEvent(call.<ClientPolicyContext>getArgument(0));
                    return null;
                })
                .when(policies)
                .triggerOnEvent(any());
    }

    private void assertRefused() {
        assertThatThrownBy(() -> SessionApproval.requireStill(request, live, userSession))
                .hasMessageContaining("binding_mismatch");
    }

    @Test
    void requireStillWhenNothingHasChangedThenGoesOn() {
        assertThatCode(() -> SessionApproval.requireStill(request, live, userSession))
                .doesNotThrowAnyException();
    }

    @Test
    void requireStillWhenThePolicySaysAlwaysOrFailsThenRefused() throws Exception {
        policy("always");
        assertRefused();
        policy("what");
        assertRefused();
        ClientPolicyManager policies = session.clientPolicy();
        doThrow(new IllegalStateException("no such executor")).when(policies).triggerOnEvent(any());
        assertRefused();
    }

    @Test
    void requireStillWhenTheAnswerIsAboutAnotherSessionThenRefused() {
        when(userSession.getNote(NOTE)).thenReturn(null);
        assertRefused();
        when(userSession.getNote(NOTE)).thenReturn("another click");
        assertRefused();
    }

    @Test
    void requireStillWhenTheRequestIsNotTheSameThenRefused() {
        ConsentProgress.in(session).derived(new DerivedGrant("derived", "click", "0".repeat(64)));
        when(userSession.getNote("consent-grant.approval." + "0".repeat(32))).thenReturn("click");
        assertRefused();
    }

    @Test
    void requireStillWhenTheRequestWantsThePageThenRefused() {
        tab.setClientNote(OIDCLoginProtocol.PROMPT_PARAM, "consent");
        assertRefused();
    }

    @Test
    void requireStillWhenTheClientRegisteredItselfThenRefused() {
        when(client.getRegistrationToken()).thenReturn("token");
        assertRefused();
    }
}
