package io.github.consentgrants.guard.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.guard.code.CodeToGrant.Kept;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import io.github.consentgrants.unit.MockTab;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.utils.OAuth2Code;
import org.keycloak.sessions.AuthenticationSessionModel;

class CodeToGrantTest {
    private static final int SLOTS = 16;
    private static final ApprovedNotes NOTES = ApprovedNotes.of(Map.of("claims", "{}"), Set.of("claims", "a b"));
    private static final List<String> CARRIED = List.of(
            "client", "nonce", "scope", "resource", "https://shop.example/cb", "challenge", "S256", "jkt", "session");

    private final Map<String, Map<String, String>> kept = new HashMap<>();
    private final Set<Long> lifespans = new HashSet<>();
    private final RealmModel realm = MockRealm.of();
    private final KeycloakSession session = MockSession.of(realm);

    @BeforeEach
    void keepObjects() {
        SingleUseObjectProvider objects = mock(SingleUseObjectProvider.class);
        when(session.singleUseObjects()).thenReturn(objects);
        when(realm.getAccessCodeLifespan()).thenReturn(60);
        when(objects.get(anyString())).thenAnswer(call -> kept.get(call.<String>getArgument(0)));
        when(objects.putIfAbsent(anyString(), anyLong())).thenAnswer(call -> {
            lifespans.add(call.getArgument(1));
            return kept.putIfAbsent(call.getArgument(0), Map.of()) == null;
        });
        doAnswer(call -> {
                    lifespans.add(call.getArgument(1));
                    return kept.put(call.getArgument(0), call.getArgument(2));
                })
                .when(objects)
                .put(anyString(), anyLong(), any());
    }

    private static OAuth2Code code(List<String> carried) {
        return new OAuth2Code(
                "id",
                "the code's own client is for Keycloak to check",
                0,
                carried.get(1),
                carried.get(2),
                carried.get(3),
                carried.get(4),
                carried.get(5),
                carried.get(6),
                carried.get(7),
                carried.get(8));
    }

    private CodeToGrant of(List<String> carried) {
        ClientModel client = mock(ClientModel.class);
        when(client.getId()).thenReturn(carried.get(0));
        return new CodeToGrant(session, realm, CodeContents.presented(code(carried), client));
    }

    private List<String> grants(CodeToGrant codes) {
        return codes.kept().map(Kept::grantId).toList();
    }

    @Test
    void keptWhenKeptForSuchACodeThenGrantAndNotes() {
        assertThat(of(CARRIED).keep("grant", NOTES)).isTrue();
        assertThat(of(CARRIED).kept()).containsExactly(new Kept("grant", NOTES));
    }

    @Test
    void keptWhenReadThenItIsStillThere() {
        of(CARRIED).keep("grant", NOTES);
        assertThat(grants(of(CARRIED))).containsExactly("grant");
        assertThat(grants(of(CARRIED))).containsExactly("grant");
    }

    static IntStream carried() {
        return IntStream.range(0, CARRIED.size());
    }

    private static List<String> with(int index, String value) {
        List<String> changed = new ArrayList<>(CARRIED);
        changed.set(index, value);
        return changed;
    }

    @ParameterizedTest
    @MethodSource("carried")
    void keptWhenTheCodeCarriesSomethingElseThenNone(int index) {
        of(CARRIED).keep("grant", NOTES);
        assertThat(of(with(index, "another")).kept()).isEmpty();
        assertThat(of(with(index, null)).kept()).isEmpty();
        assertThat(of(with(index, "")).kept()).isEmpty();
    }

    @Test
    void keptWhenTheRealmIsAnotherThenNone() {
        of(CARRIED).keep("grant", NOTES);
        when(realm.getId()).thenReturn("another");
        assertThat(of(CARRIED).kept()).isEmpty();
    }

    /** The values are told apart by their places. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void keptWhenTwoValuesHaveChangedPlacesThenNone(int index) {
        of(CARRIED).keep("grant", NOTES);
        List<String> swapped = with(index, CARRIED.get(index + 1));
        swapped.set(index + 1, CARRIED.get(index));
        assertThat(of(swapped).kept()).isEmpty();
    }

    @Test
    void keepWhenTheSessionHasManySuchCodesThenSixteenAndNoMore() {
        for (int i = 0; i < SLOTS; i++) {
            assertThat(of(CARRIED).keep("grant " + i, NOTES)).isTrue();
        }
        assertThat(of(CARRIED).keep("one too many", NOTES)).isFalse();
        assertThat(grants(of(CARRIED)))
                .containsExactlyElementsOf(
                        IntStream.range(0, SLOTS).mapToObj(i -> "grant " + i).toList());
        assertThat(of(with(1, "another nonce")).keep("grant", NOTES)).isTrue();
    }

    /** An early slot may have expired while a later one has not. */
    @Test
    void keptWhenAnEarlySlotIsGoneThenTheLaterOnesAreFound() {
        of(CARRIED).keep("first", NOTES);
        String first = kept.keySet().iterator().next();
        of(CARRIED).keep("second", NOTES);
        kept.remove(first);
        assertThat(grants(of(CARRIED))).containsExactly("second");

        assertThat(of(CARRIED).keep("third", NOTES)).isTrue();
        assertThat(grants(of(CARRIED))).containsExactly("third", "second");
    }

    /** Another node has taken it, and has not written it yet, or was rolled back. */
    @Test
    void keptWhenASlotIsTakenAndNotWrittenThenNoGrantIsInIt() {
        of(CARRIED).keep("grant", NOTES);
        kept.replaceAll((slot, notes) -> Map.of());
        assertThat(of(CARRIED).kept()).isEmpty();
        of(CARRIED).keep("second", NOTES);
        assertThat(grants(of(CARRIED))).containsExactly("second");
    }

    @Test
    void keepWhenCalledThenItOutlivesTheCode() {
        of(CARRIED).keep("grant", NOTES);
        assertThat(lifespans).containsExactly(62L);
    }

    @Test
    void keepWhenCalledThenNoValueOfTheCodeIsInTheKey() {
        of(CARRIED).keep("grant", NOTES);
        assertThat(kept).hasSize(1);
        assertThat(kept.keySet().iterator().next())
                .matches("consent-grant:[0-9a-f]{64}#0")
                .doesNotContain(CARRIED);
    }

    @Test
    void keptWhenItHasNoNotesThenTheGrantAllTheSame() {
        of(CARRIED).keep("grant", NOTES);
        kept.replaceAll((slot, notes) -> Map.of("grant_id", "grant"));
        assertThat(of(CARRIED).kept()).containsExactly(new Kept("grant", ApprovedNotes.decoded("", "")));
    }

    @Test
    void upcomingCodeWhenKeycloakMakesItThenItCarriesTheSame() {
        AuthenticationSessionModel tab = MockTab.of(realm, MockRealm.client(realm, "shop"));
        UserSessionModel userSession = mock(UserSessionModel.class);
        when(userSession.getId()).thenReturn("session");
        Map.of(
                        "nonce", "nonce",
                        "scope", "scope",
                        "resource", "resource",
                        "redirect_uri", "https://shop.example/cb",
                        "code_challenge", "challenge",
                        "code_challenge_method", "S256",
                        "dpop_jkt", "jkt")
                .forEach(tab::setClientNote);

        new CodeToGrant(session, realm, CodeContents.upcoming(tab, userSession)).keep("grant", NOTES);

        assertThat(grants(of(with(0, "uuid of shop")))).containsExactly("grant");
    }
}
