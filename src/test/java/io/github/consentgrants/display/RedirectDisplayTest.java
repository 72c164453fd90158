package io.github.consentgrants.display;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.display.RedirectDisplay.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectDisplayTest {
    @ParameterizedTest
    @CsvSource({
        "https://shop.example/cb, WEB, shop.example",
        "https://shop.example:8443/cb, WEB, shop.example:8443",
        "HTTPS://SHOP.example/cb, WEB, shop.example",
        "http://shop.example/cb, INSECURE, shop.example",
        "http://localhost:8180/cb, DEVICE, localhost:8180",
        "https://127.0.0.1/cb, DEVICE, 127.0.0.1",
        "http://[::1]:99/cb, DEVICE, [::1]:99",
        "http://localhost.evil.example/cb, INSECURE, localhost.evil.example",
        "com.example.app:/cb, APP, com.example.app",
        "com.example.app://shop.example/cb, APP, com.example.app",
        "urn:ietf:wg:oauth:2.0:oob, APP, urn",
    })
    void ofWhenGivenThenKindAndHost(String uri, Kind kind, String host) {
        assertThat(RedirectDisplay.of(uri)).isEqualTo(new RedirectDisplay(kind, host));
    }

    /** What comes before the @ is no host, whatever it looks like. */
    @ParameterizedTest
    @CsvSource({
        "https://bank.example@evil.example/cb, evil.example",
        "https://bank.example%2F@evil.example/cb, evil.example",
        "https://bank.example:443@evil.example/cb, evil.example",
        "https://bank_x.example@ev_il.example/cb, ev_il.example",
    })
    void ofWhenUserInfoImitatesAHostThenTheRealOne(String uri, String host) {
        assertThat(RedirectDisplay.of(uri).host()).isEqualTo(host);
    }

    /** Cyrillic letters that look like apple.com, and a host in a script of its own: both in ASCII. */
    @ParameterizedTest
    @CsvSource({
        "https://\u0430\u0440\u0440\u04CF\u0435.com/cb, xn--80ak6aa92e.com",
        "https://b\u00FCcher.example/cb, xn--bcher-kva.example",
        "https://\u4F8B\u3048.example/cb, xn--r8jz45g.example",
        "https://xn--80ak6aa92e.com/cb, xn--80ak6aa92e.com",
        "https://b\u00FCcher.example:8443/cb, xn--bcher-kva.example:8443",
    })
    void ofWhenHostIsInternationalThenAscii(String uri, String host) {
        assertThat(RedirectDisplay.of(uri).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({"/relative", "not a uri", "https://", "https://exa mple/", "https://a\u202Eb.example/", "''"})
    void ofWhenNotAnAddressThenShownAsItIsAndHarmless(String uri) {
        RedirectDisplay redirect = RedirectDisplay.of(uri);

        assertThat(redirect.host()).doesNotContain("\u202E");
    }

    @Test
    void ofWhenAbsentThenNoHost() {
        assertThat(RedirectDisplay.of(null)).isEqualTo(new RedirectDisplay(Kind.APP, ""));
    }
}
