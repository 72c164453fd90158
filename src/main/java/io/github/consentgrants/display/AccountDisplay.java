package io.github.consentgrants.display;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;

/**
 * Whose approval it is.
 *
 * @param username the user's name in this realm
 * @param fullName the user's own name, or null
 */
public record AccountDisplay(String username, @Nullable String fullName) {
    static AccountDisplay of(UserModel user) {
        String name = Stream.of(user.getFirstName(), user.getLastName())
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(" "));
        return new AccountDisplay(SafeText.of(user.getUsername()), SafeText.orNull(name));
    }
}
