package io.github.consentgrants.display;

import java.util.List;

/**
 * One client scope.
 *
 * @param text the scope's consent text, with the parameter of a parameterized scope in it
 * @param claims what the scope's protocol mappers release
 */
public record ScopeDisplay(String text, List<ClaimDisplay> claims) {
    public ScopeDisplay {
        claims = List.copyOf(claims);
    }
}
