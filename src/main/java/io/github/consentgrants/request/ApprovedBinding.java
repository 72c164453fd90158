package io.github.consentgrants.request;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * The binding for which this very HTTP request has minted: the live one, compared with the page a moment ago. What consumes its grant
 * in the same request need not make it again; the guard makes a fresh one, after everything else, and compares that. Lives in
 * the Keycloak session, as {@link ConsumedGrant} does.
 */
final class ApprovedBinding {
    private static final String ATTRIBUTE = ApprovedBinding.class.getName();

    private ApprovedBinding() {}

    static void remember(KeycloakSession session, Binding binding) {
        session.setAttribute(ATTRIBUTE, binding);
    }

    static boolean isIn(KeycloakSession session) {
        return session.getAttribute(ATTRIBUTE) != null;
    }

    /** Returns it if it is of the tab's page and of this user. */
    static Optional<Binding> of(ConsentRequest request) {
        Optional<PageInstance> page = PageInstance.of(request);
        return Optional.ofNullable(request.session().getAttribute(ATTRIBUTE, Binding.class))
                .filter(binding -> page.isPresent()
                        && binding.require(BindingField.PAGE).equals(page.get().id()))
                .filter(binding -> binding.require(BindingField.SUBJECT)
                        .equals(request.user().getId()));
    }
}
