package io.github.consentgrants.token;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AppAuthManager.AuthHeader;

/** The token in a request's header (RFC 6750 2.1, RFC 9449 7.1). */
public final class HeaderToken {
    private HeaderToken() {}

    /** Returns the token; nothing if there is none, or if the header has another scheme. */
    public static Stream<String> of(HttpHeaders headers) {
        @Nullable AuthHeader header = AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(headers);
        return header == null ? Stream.empty() : Stream.ofNullable(header.getToken());
    }
}
