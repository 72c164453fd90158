package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.store.WrittenConsent;
import io.github.consentgrants.store.WrittenConsents;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserConsentModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.mockito.ArgumentCaptor;

class StockConsentTest {
    private final RealmModel realm = MockRealm.of();
    private final ClientModel client = MockRealm.client(realm, "shop");
    private final AuthenticationSessionModel tab = MockTab.of(realm, client);
    private final KeycloakSession session = MockSession.of(realm);
    private final UserModel user = mock(UserModel.class);
    private final UserProvider users = mock(UserProvider.class);
    private final WrittenConsents memory = mock(WrittenConsents.class);
    private final ClientScopeModel shown = scope("shown", true, false);
    private final ClientScopeModel hidden = scope("hidden", false, false);
    private final ClientScopeModel always = scope("always", true, true);
    private final ConsentRequest request = new ConsentRequest(session, tab, user, new EventBuilder(realm, session));

    private static ClientScopeModel scope(String name, boolean displayed, boolean always) {
        ClientScopeModel scope = mock(ClientScopeModel.class);
        when(scope.getId()).thenReturn("id of " + name);
        when(scope.getName()).thenReturn(name);
        when(scope.isDisplayOnConsentScreen()).thenReturn(displayed);
        when(scope.isAlwaysConsent()).thenReturn(always);
        return scope;
    }

    @BeforeEach
    void haveScopes() {
        when(user.getId()).thenReturn("user");
        when(session.users()).thenReturn(users);
        when(session.getProvider(WrittenConsents.class)).thenReturn(memory);
        when(client.getClientScopes(true)).thenReturn(Map.of("shown", shown, "hidden", hidden, "always", always));
    }

    private UserConsentModel existing(ClientScopeModel... scopes) {
        UserConsentModel consent = new UserConsentModel(client);
        List.of(scopes).forEach(consent::addGrantedClientScope);
        when(users.getConsentByClient(realm, "user", "uuid of shop")).thenReturn(consent);
        return consent;
    }

    private List<WrittenConsent> remembered() {
        ArgumentCaptor<List<WrittenConsent>> written = ArgumentCaptor.captor();
        verify(memory).remember(eq("realm"), written.capture());
        return written.getValue();
    }

    /** Keycloak stores no consent to a scope that asks always, nor to one that the page does not show. */
    @Test
    void writeWhenThereIsNoConsentThenOneToTheScopesThatAreShownAndStored() {
        StockConsent.write(request);

        ArgumentCaptor<UserConsentModel> added = ArgumentCaptor.forClass(UserConsentModel.class);
        verify(users).addConsent(eq(realm), eq("user"), added.capture());
        assertThat(added.getValue().getGrantedClientScopes()).containsExactly(shown);
        assertThat(remembered()).extracting(WrittenConsent::scopeId).containsExactly(null, "id of shown");
    }

    @Test
    void writeWhenAScopeIsMissingThenAddedAndItAloneRemembered() {
        UserConsentModel consent = existing(hidden);
        StockConsent.write(request);
        verify(users).updateConsent(realm, "user", consent);
        verify(users, never()).addConsent(any(), any(), any());
        assertThat(remembered()).extracting(WrittenConsent::scopeId).containsExactly("id of shown");
    }

    /** What the user had consented to before is not ours to remove. */
    @Test
    void writeWhenNothingIsMissingThenNothingIsWrittenOrRemembered() {
        existing(shown);
        StockConsent.write(request);
        verify(users, never()).updateConsent(any(), any(), any());
        verify(memory, never()).remember(any(), any());
    }

    @Test
    void writeWhenNobodyRemembersThenItFails() {
        when(session.getProvider(WrittenConsents.class)).thenReturn(null);
        assertThatIllegalStateException()
                .isThrownBy(() -> StockConsent.write(request))
                .withMessageContaining("consent-grant-written-consents");
    }

    /** It has been answered: Keycloak must not ask a second time. */
    @ParameterizedTest
    @CsvSource({"consent,", "login consent, login", "consent login, login", "login, login", ","})
    void writeWhenThePromptAsksForConsentThenItIsAnswered(String prompt, String rest) {
        existing(shown);
        if (prompt != null) {
            tab.setClientNote("prompt", prompt);
        }
        StockConsent.write(request);
        assertThat(tab.getClientNote("prompt")).isEqualTo(rest);
    }
}
