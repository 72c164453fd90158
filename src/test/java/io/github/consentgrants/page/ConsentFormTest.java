package io.github.consentgrants.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.http.HttpRequest;

class ConsentFormTest {
    private final HttpRequest request = mock(HttpRequest.class);
    private final HttpHeaders headers = mock(HttpHeaders.class);
    private final MultivaluedMap<String, String> form = new MultivaluedHashMap<>();

    @ParameterizedTest
    @CsvSource({
        "POST,  ,            accept, true",
        "POST,  same-origin, cancel, true",
        "POST,  ,            other,  false",
        "POST,  same-site,   accept, false",
        "POST,  cross-site,  accept, false",
        "POST,  none,        accept, false",
        "GET,   ,            accept, false",
        "HEAD,  ,            accept, false",
        "PUT,   same-origin, accept, false",
    })
    void isAnswerWhenNotAPostOfThePageThenFalse(String method, String fetchSite, String field, boolean expected) {
        form.add(field, field);
        when(request.getHttpMethod()).thenReturn(method);
        when(request.getDecodedFormParameters()).thenReturn(form);
        when(request.getHttpHeaders()).thenReturn(headers);
        when(headers.getHeaderString("Sec-Fetch-Site")).thenReturn(fetchSite);

        assertThat(ConsentForm.isAnswer(request)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Mode, navigate,          true",
        "Sec-Fetch-Mode, ,                  true",
        "Sec-Fetch-Mode, cors,              false",
        "Sec-Fetch-Mode, same-origin,       false",
        "Sec-Fetch-Mode, no-cors,           false",
        "Sec-Fetch-Mode, '',                false",
        "Sec-Fetch-Mode, 'navigate,navigate', false",
        "Sec-Fetch-Dest, document,          true",
        "Sec-Fetch-Dest, ,                  true",
        "Sec-Fetch-Dest, empty,             false",
        "Sec-Fetch-Dest, iframe,            false",
        "Sec-Fetch-Dest, '',                false",
        "Sec-Fetch-Site, '',                false",
    })
    void isAnswerWhenNotANavigationOfTheWindowThenFalse(String header, String value, boolean expected) {
        form.add("accept", "accept");
        when(request.getHttpMethod()).thenReturn("POST");
        when(request.getDecodedFormParameters()).thenReturn(form);
        when(request.getHttpHeaders()).thenReturn(headers);
        when(headers.getHeaderString(header)).thenReturn(value);

        assertThat(ConsentForm.isAnswer(request)).isEqualTo(expected);
    }

    @Test
    void isDenialWhenBothButtonsThenTrue() {
        form.add("accept", "accept");
        form.add("cancel", "cancel");

        assertThat(ConsentForm.isDenial(form)).isTrue();
    }
}
