package io.github.consentgrants.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchMetadataTest {
    private static final Map<String, String> ANSWER =
            Map.of("Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document");

    private final HttpHeaders headers = mock(HttpHeaders.class);

    private void send(Map<String, String> sent) {
        sent.forEach((name, value) -> when(headers.getHeaderString(name)).thenReturn(value));
    }

    @Test
    void isAnswerWhenTheWindowNavigatesFromThisOriginThenTrue() {
        send(ANSWER);
        assertThat(FetchMetadata.isAnswer(headers)).isTrue();
    }

    /** An old browser. */
    @Test
    void isAnswerWhenNoHeaderIsThereThenTrue() {
        assertThat(FetchMetadata.isAnswer(headers)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest"})
    void isAnswerWhenOneIsAbsentThenTrue(String absent) {
        send(ANSWER);
        when(headers.getHeaderString(absent)).thenReturn(null);
        assertThat(FetchMetadata.isAnswer(headers)).isTrue();
    }

    /** Two headers of one name come as one text, with a comma. */
    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, none",
        "Sec-Fetch-Site, ''",
        "Sec-Fetch-Site, 'same-origin,same-origin'",
        "Sec-Fetch-Site, 'same-origin,cross-site'",
        "Sec-Fetch-Site, Same-Origin",
        "Sec-Fetch-Mode, cors",
        "Sec-Fetch-Mode, no-cors",
        "Sec-Fetch-Mode, same-origin",
        "Sec-Fetch-Mode, ''",
        "Sec-Fetch-Mode, 'navigate,navigate'",
        "Sec-Fetch-Dest, iframe",
        "Sec-Fetch-Dest, frame",
        "Sec-Fetch-Dest, embed",
        "Sec-Fetch-Dest, object",
        "Sec-Fetch-Dest, empty",
        "Sec-Fetch-Dest, ''",
        "Sec-Fetch-Dest, 'document,document'"
    })
    void isAnswerWhenOneSaysSomethingElseThenFalse(String name, String value) {
        send(ANSWER);
        when(headers.getHeaderString(name)).thenReturn(value);
        assertThat(FetchMetadata.isAnswer(headers)).isFalse();
    }

    @Test
    void isAnswerWhenOneAloneSaysSomethingElseThenFalse() {
        when(headers.getHeaderString("Sec-Fetch-Site")).thenReturn("cross-site");
        assertThat(FetchMetadata.isAnswer(headers)).isFalse();
    }
}
