package io.github.consentgrants.display;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client scope.
 *
 * @param text the scope's consent text, with the parameter of a parameterized scope in it
 * @param claims what the scope's protocol mappers release
 * @param option its check box, or null if it cannot be left out
 */
public record ScopeDisplay(
        String text,
        List<ClaimDisplay> claims,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OptionDisplay option) {
    public ScopeDisplay {
        claims = List.copyOf(claims);
    }
}
