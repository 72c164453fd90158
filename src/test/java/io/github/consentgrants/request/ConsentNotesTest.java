package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.consentgrants.request.ConsentNotes.Notice;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.sessions.AuthenticationSessionModel;

class ConsentNotesTest {
    private final Map<String, String> authNotes = new HashMap<>();
    private final AuthenticationSessionModel authSession = mock(AuthenticationSessionModel.class);

    @BeforeEach
    void keepAuthNotes() {
        when(authSession.getAuthNote(anyString())).thenAnswer(call -> authNotes.get(call.<String>getArgument(0)));
        doAnswer(call -> authNotes.put(call.getArgument(0), call.getArgument(1)))
                .when(authSession)
                .setAuthNote(anyString(), anyString());
        doAnswer(call -> authNotes.remove(call.<String>getArgument(0)))
                .when(authSession)
                .removeAuthNote(anyString());
    }

    @Test
    void clickedWhenSetThenReadUntilRemoved() {
        assertThat(ConsentNotes.isClicked(authSession, "page")).isFalse();

        ConsentNotes.setClicked(authSession, "page");
        assertThat(ConsentNotes.isClicked(authSession, "page")).isTrue();

        ConsentNotes.removeClicked(authSession);
        assertThat(ConsentNotes.isClicked(authSession, "page")).isFalse();
        verify(authSession, never()).setClientNote(anyString(), anyString());
    }

    @Test
    void returnToFlowWhenAskedThenTrueUntilRemoved() {
        assertThat(ConsentNotes.returnsToFlow(authSession)).isFalse();

        ConsentNotes.returnToFlow(authSession);
        assertThat(ConsentNotes.returnsToFlow(authSession)).isTrue();

        ConsentNotes.endReturnToFlow(authSession);
        assertThat(ConsentNotes.returnsToFlow(authSession)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Notice.class)
    void takeNoticeWhenSetThenReadOnce(Notice notice) {
        ConsentNotes.setNotice(authSession, notice);

        assertThat(ConsentNotes.takeNotice(authSession)).isEqualTo(notice);
        assertThat(ConsentNotes.takeNotice(authSession)).isNull();
    }
}
