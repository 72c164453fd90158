package io.github.consentgrants.guard.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.protocol.oidc.utils.PkceUtils;

class CodePresenterTest {
    private static final String VERIFIER = "a-verifier-that-is-long-enough-for-a-test-of-this";

    private static CodePresenter first(boolean isPublic, String method) {
        String challenge = method == null ? null : PkceUtils.encodeCodeChallenge(VERIFIER, method);
        return new CodePresenter("client", isPublic, challenge, method, "192.0.2.1");
    }

    @ParameterizedTest(name = "PKCE {0}, public {1}: {2}, {3}, {4} is somebody else: {5}")
    @CsvSource({
        "S256,  true,  client, right, 192.0.2.2, false",
        "S256,  false, client, right, 192.0.2.1, false",
        "S256,  true,  client, wrong, 192.0.2.1, true",
        "S256,  false, client, wrong, 192.0.2.1, true",
        "S256,  false, client, ,      192.0.2.1, true",
        "S256,  false, other,  right, 192.0.2.1, true",
        "plain, true,  client, right, 192.0.2.2, false",
        "plain, true,  client, wrong, 192.0.2.1, true",
        ",      false, client, ,      192.0.2.2, false",
        ",      true,  client, ,      192.0.2.1, false",
        ",      true,  client, ,      192.0.2.2, true",
        ",      false, other,  ,      192.0.2.1, true",
    })
    void isSomebodyElseWhenPresentedAgainThenSo(
            String method, boolean isPublic, String client, String verifier, String address, boolean expected) {
        String presented = "right".equals(verifier) ? VERIFIER : verifier;
        CodePresenter first = first(isPublic, method);
        assertThat(first.isSomebodyElse(client, presented, address)).isEqualTo(expected);
        assertThat(CodePresenter.of(first.notes())).isEqualTo(first);
    }
}
