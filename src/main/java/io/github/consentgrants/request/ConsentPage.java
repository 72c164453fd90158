package io.github.consentgrants.request;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.GrantId;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;

/**
 * The consent page of a tab, seen from the request: what is shown now, and whether an answer is one to what was shown.
 *
 * @param instance this rendering
 * @param display what it shows
 */
public record ConsentPage(PageInstance instance, Display display) {
    /**
     * Opens a fresh page for the request: a new instance, a new secret in the browser, the binding of what is shown
     * remembered. An earlier page of the tab can no longer be answered.
     *
     * @throws IllegalArgumentException if a value of the request is not valid Unicode
     */
    public static ConsentPage open(ConsentRequest request, GateSettings settings) {
        KeycloakSession session = request.session();
        close(request);
        String id = GrantId.at(Time.currentTimeMillis());
        int maxAge = request.realm().getAccessCodeLifespanLogin()
                + (int) settings.timeToLive().toSeconds();
        String browserHash = BrowserSecret.set(session, id, maxAge);
        Locale locale = session.getContext().resolveLocale(request.user());
        Display display = DisplayFactory.create(request, settings, locale);
        Binding binding = SessionBinding.create(request, display, id, browserHash);
        PageInstance instance = new PageInstance(id, browserHash, locale.toLanguageTag(), binding.hash());
        instance.remember(request);
        return new ConsentPage(instance, display);
    }

    /** Forgets the secret of the tab's page in this browser. */
    public static void close(ConsentRequest request) {
        PageInstance.of(request).ifPresent(page -> BrowserSecret.expire(request.session(), page.id()));
    }

    /**
     * Builds the binding of the live request for the tab's page, with the secret that this browser presents. It equals the
     * one that was shown exactly if nothing has changed since.
     */
    public static Optional<Binding> liveBinding(ConsentRequest request, GateSettings settings) {
        return PageInstance.of(request)
                .map(page -> SessionBinding.create(
                        request,
                        DisplayFactory.create(request, settings, page.toLocale()),
                        page.id(),
                        BrowserSecret.hash(request.session(), page.id())));
    }
}
