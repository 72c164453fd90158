package io.github.consentgrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.when;

import io.github.consentgrants.grant.BrowserKey;
import io.github.consentgrants.unit.MockRealm;
import io.github.consentgrants.unit.MockSession;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.common.util.Time;
import org.keycloak.http.HttpResponse;
import org.keycloak.models.KeycloakSession;

class BrowserCookiesTest {
    private static final String HTTPS_PREFIX = "__Host-consent-grant-";
    private static final int PLACES = 12;
    private static final int AGE = 300;

    private final KeycloakSession session = MockSession.of(MockRealm.of());
    private final Map<String, Cookie> presented = new HashMap<>();
    private final List<NewCookie> left = new ArrayList<>();

    @BeforeEach
    void presentAndKeep() {
        when(session.getContext().getHttpRequest().getHttpHeaders().getCookies())
                .thenReturn(presented);
        HttpResponse response = session.getContext().getHttpResponse();
        doAnswer(call -> left.add(call.getArgument(0))).when(response).setCookieIfAbsent(any());
    }

    private BrowserCookies cookies() {
        return BrowserCookies.of(session);
    }

    private void present(String name, String value) {
        presented.put(name, new Cookie.Builder(name).value(value).build());
    }

    /** Presents a key that was used so many seconds ago. */
    private BrowserKey presentKey(char place, int secondsAgo) {
        BrowserKey key = BrowserKey.random();
        long time = Time.currentTimeMillis() - secondsAgo * 1000L;
        present(HTTPS_PREFIX + place, key.value() + "." + Long.toString(time, 36));
        return key;
    }

    private List<BrowserKey> presentAll() {
        return IntStream.range(0, PLACES)
                .mapToObj(place -> presentKey((char) ('a' + place), 1000 - place))
                .toList();
    }

    private NewCookie onlyLeft() {
        assertThat(left).hasSize(1);
        return left.get(0);
    }

    @Test
    void leaveWhenOverHttpsThenHostCookieOfTheWholeHostForHttpOnly() {
        BrowserKey key = BrowserKey.random();
        cookies().leaveCommon(key, AGE);
        NewCookie cookie = onlyLeft();
        assertThat(cookie.getName()).startsWith(HTTPS_PREFIX);
        assertThat(cookie.getValue()).startsWith(key.value() + ".");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getDomain()).isNull();
        assertThat(cookie.getMaxAge()).isEqualTo(AGE);
        assertThat(cookie.isSecure()).isTrue();
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo(NewCookie.SameSite.LAX);
    }

    @Test
    void leaveWhenOverHttpThenWithoutThePrefixAndNotSecure() {
        MockSession.request(session, "http://localhost:8080/realms/bank/login-actions/required-action");
        cookies().leaveCommon(BrowserKey.random(), AGE);
        NewCookie cookie = onlyLeft();
        assertThat(cookie.getName()).isEqualTo("consent-grant-a");
        assertThat(cookie.isSecure()).isFalse();
        assertThat(cookie.isHttpOnly()).isTrue();
    }

    /** A cookie without the prefix can be another host's or path's. */
    @Test
    void keysWhenOverHttpsThenOnlyThoseWithThePrefix() {
        BrowserKey other = BrowserKey.random();
        present("consent-grant-a", other.value() + ".1");
        BrowserKey key = presentKey('b', 10);
        assertThat(cookies().keys()).containsExactly(key);
    }

    @Test
    void keysWhenLeftByThisRequestThenReadInIt() {
        BrowserKey key = BrowserKey.random();
        cookies().leaveOwn(key, 0, AGE);
        assertThat(cookies().keys()).containsExactly(key);
    }

    /** What was left is read again by the next request. */
    @Test
    void keysWhenPresentedAsLeftThenTheSame() {
        BrowserKey key = BrowserKey.random();
        cookies().leaveOwn(key, 0, AGE);
        present(onlyLeft().getName(), onlyLeft().getValue());
        session.setAttribute(BrowserCookies.class.getName(), null);
        assertThat(cookies().keys()).containsExactly(key);
    }

    static Stream<String> malformed() {
        String key = BrowserKey.random().value();
        return Stream.of(
                "",
                ".",
                key,
                key + ".",
                key + ". 1",
                key + ".1.1",
                key + ".!",
                key + "." + "z".repeat(20),
                "." + key,
                key.substring(1) + ".1",
                key + "a.1",
                " " + key + ".1",
                "=".repeat(43) + ".1");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void keysWhenAValueIsMalformedThenNoneAndItsPlaceIsFree(String value) {
        present(HTTPS_PREFIX + "a", value);
        assertThat(cookies().keys()).isEmpty();
        cookies().leaveCommon(BrowserKey.random(), AGE);
        assertThat(onlyLeft().getName()).isEqualTo(HTTPS_PREFIX + "a");
    }

    @Test
    void keysWhenThereAreMoreThanThePlacesThenThoseOfThePlaces() {
        List<BrowserKey> keys = presentAll();
        presentKey((char) ('a' + PLACES), 1);
        presentKey('A', 1);
        assertThat(cookies().keys()).containsExactlyInAnyOrderElementsOf(keys);
    }

    /** A browser sends them all with each request to the server. */
    @Test
    void leaveWhenAllPlacesAreTakenThenLessThanThousandCharactersInARequest() {
        for (int i = 0; i < 100; i++) {
            cookies().leaveOwn(BrowserKey.random(), i, AGE);
            cookies().leaveCommon(BrowserKey.random(), AGE);
        }
        Map<String, String> kept = new HashMap<>();
        left.forEach(cookie -> kept.put(cookie.getName(), cookie.getValue()));
        assertThat(kept).hasSize(PLACES);
        assertThat(String.join(
                        "; ",
                        kept.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .toList()))
                .hasSizeLessThan(1000);
    }

    @Test
    void leaveCommonWhenAPlaceIsFreeThenNoKeyIsReplaced() {
        presentKey('a', 10);
        presentKey('b', 20);
        cookies().leaveCommon(BrowserKey.random(), AGE);
        assertThat(onlyLeft().getName()).isEqualTo(HTTPS_PREFIX + "c");
        assertThat(cookies().keys()).hasSize(3);
    }

    @Test
    void leaveCommonWhenTheKeyIsThereThenInItsPlace() {
        presentKey('a', 10);
        BrowserKey key = presentKey('e', 20);
        cookies().leaveCommon(key, AGE);
        assertThat(onlyLeft().getName()).isEqualTo(HTTPS_PREFIX + "e");
        assertThat(cookies().keys()).hasSize(2);
    }

    @Test
    void leaveCommonWhenNoPlaceIsFreeThenInThatOfTheOldest() {
        List<BrowserKey> keys = presentAll();
        cookies().leaveCommon(BrowserKey.random(), AGE);
        assertThat(onlyLeft().getName()).isEqualTo(HTTPS_PREFIX + "a");
        assertThat(cookies().keys()).doesNotContain(keys.get(0)).containsAll(keys.subList(1, PLACES));
    }

    /** Answers at once see the same cookies, and must not write to one place. */
    @Test
    void leaveOwnWhenTabsDifferThenInDifferentPlacesAndNotInTheCommonOne() {
        List<String> names = new ArrayList<>();
        for (int ordinal = 0; ordinal < PLACES - 1; ordinal++) {
            session.setAttribute(BrowserCookies.class.getName(), null);
            cookies().leaveOwn(BrowserKey.random(), ordinal, AGE);
            names.add(left.get(ordinal).getName());
        }
        assertThat(names).doesNotHaveDuplicates().doesNotContain(HTTPS_PREFIX + "a");
    }

    @Test
    void leaveOwnWhenNoPlaceIsFreeThenOnlyTheOldestAreReplaced() {
        List<String> names = new ArrayList<>();
        presentAll();
        for (int ordinal = 0; ordinal < 8; ordinal++) {
            session.setAttribute(BrowserCookies.class.getName(), null);
            cookies().leaveOwn(BrowserKey.random(), ordinal, AGE);
            names.add(left.get(ordinal).getName());
        }
        assertThat(names.subList(0, 4))
                .containsExactly(HTTPS_PREFIX + "b", HTTPS_PREFIX + "c", HTTPS_PREFIX + "d", HTTPS_PREFIX + "e");
        assertThat(names.subList(4, 8)).isEqualTo(names.subList(0, 4));
    }

    @Test
    void renewWhenTheKeyIsThereThenItIsTheYoungest() {
        List<BrowserKey> keys = presentAll();
        cookies().renew(keys.get(0), AGE);
        assertThat(onlyLeft().getName()).isEqualTo(HTTPS_PREFIX + "a");
        assertThat(onlyLeft().getMaxAge()).isEqualTo(AGE);

        cookies().leaveCommon(BrowserKey.random(), AGE);
        assertThat(cookies().keys()).contains(keys.get(0)).doesNotContain(keys.get(1));
    }

    @Test
    void renewWhenThisRequestHasLeftTheKeyThenItIsLeftOnce() {
        BrowserKey key = BrowserKey.random();
        BrowserCookies cookies = cookies();
        cookies.leaveCommon(key, AGE);
        cookies.renew(key, AGE);
        assertThat(left).hasSize(1);
    }

    @Test
    void renewOrExpireWhenTheKeyIsNotThereThenNothing() {
        presentKey('a', 10);
        cookies().renew(BrowserKey.random(), AGE);
        cookies().expire(BrowserKey.random());
        assertThat(left).isEmpty();
    }

    @Test
    void expireWhenTheKeyIsThereThenItAlone() {
        BrowserKey other = presentKey('a', 10);
        BrowserKey key = presentKey('b', 10);
        cookies().expire(key);
        assertThat(onlyLeft().getName()).isEqualTo(HTTPS_PREFIX + "b");
        assertThat(onlyLeft().getValue()).isEmpty();
        assertThat(onlyLeft().getMaxAge()).isZero();
        assertThat(onlyLeft().getPath()).isEqualTo("/");
        assertThat(cookies().keys()).containsExactly(other);
    }

    @Test
    void expireEarlierWhenAnEarlierVersionLeftManyThenEightAtATimeAndNoPlace() {
        presentKey('a', 10);
        present("another-cookie", "value");
        present("consent-grant-http", "value");
        for (int i = 0; i < 20; i++) {
            present(HTTPS_PREFIX + "tab" + i, "value");
        }
        cookies().expireEarlier();
        assertThat(left).hasSize(8).allSatisfy(cookie -> {
            assertThat(cookie.getName()).startsWith(HTTPS_PREFIX + "tab");
            assertThat(cookie.getMaxAge()).isZero();
        });
    }

    @Test
    void expireEarlierWhenPlacesAreTakenThenTheirCookiesStay() {
        List<BrowserKey> keys = presentAll();
        present(HTTPS_PREFIX + "tab", "value");
        cookies().expireEarlier();
        assertThat(onlyLeft().getName()).isEqualTo(HTTPS_PREFIX + "tab");
        assertThat(cookies().keys()).containsExactlyInAnyOrderElementsOf(keys);
    }
}
