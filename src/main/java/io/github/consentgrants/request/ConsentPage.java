package io.github.consentgrants.request;

import io.github.consentgrants.display.Display;
import io.github.consentgrants.display.Display.Part;
import io.github.consentgrants.display.DisplayFactory;
import io.github.consentgrants.display.DisplaySource;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.GrantId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.keycloak.common.util.Time;

/**
 * The consent page of a tab, seen from the request: what is shown now, and whether an answer is one to what was shown.
 *
 * @param instance this rendering
 * @param display what it shows
 * @param changed the parts that are not as they were in the tab's page before; empty if there was none
 */
public record ConsentPage(PageInstance instance, Display display, Set<Part> changed) {
    public ConsentPage {
        changed = Set.copyOf(changed);
    }

    /**
     * Opens the page of the request. A reload in the browser that has the page shows the same instance again, so that a click
     * on either rendering is the one decision about it; anything else makes a fresh instance with a fresh secret in the
     * browser, and an earlier one of the tab can no longer be answered.
     *
     * @throws IllegalArgumentException if the request cannot be shown completely or is not valid Unicode
     */
    public static ConsentPage open(ConsentRequest request, GateSettings settings) {
        Locale locale = request.session().getContext().resolveLocale(request.user());
        Display display = display(request, settings, locale);
        return PageInstance.of(request)
                .filter(shown -> isStillShown(shown, request, display))
                .map(shown -> again(shown, request, settings, display))
                .orElseGet(() -> fresh(request, settings, display));
    }

    private static boolean isStillShown(PageInstance shown, ConsentRequest request, Display display) {
        String browserHash = BrowserSecret.hash(request.session(), shown.id());
        return SessionBinding.create(request, display, shown.id(), browserHash)
                .hash()
                .equals(shown.bindingHash());
    }

    private static ConsentPage again(
            PageInstance shown, ConsentRequest request, GateSettings settings, Display display) {
        BrowserSecret.renew(request.session(), shown.id(), maxAgeSeconds(request, settings));
        return new ConsentPage(shown, display, Set.of());
    }

    private static ConsentPage fresh(ConsentRequest request, GateSettings settings, Display display) {
        forget(request);
        String id = GrantId.at(Time.currentTimeMillis());
        String browserHash = BrowserSecret.set(request.session(), id, maxAgeSeconds(request, settings));
        Binding binding = SessionBinding.create(request, display, id, browserHash);
        PageInstance instance =
                new PageInstance(id, browserHash, display.wording().locale(), binding.hash());
        instance.remember(request);
        String before = ConsentNotes.shown(request.authSession());
        ConsentNotes.setShown(request.authSession(), display.fingerprints());
        return new ConsentPage(instance, display, before == null ? Set.of() : display.changedSince(before));
    }

    private static int maxAgeSeconds(ConsentRequest request, GateSettings settings) {
        return request.realm().getAccessCodeLifespanLogin()
                + (int) settings.timeToLive().toSeconds();
    }

    /** Says whether the tab's page has been answered, in whichever transaction that has committed. */
    public static boolean isDecided(ConsentRequest request) {
        return PageInstance.of(request)
                .map(page -> GrantConsumption.store(request, store -> store.isDecided(page.id())))
                .orElse(false);
    }

    /** Forgets the tab's page, and its secret in this browser: the next one is a fresh instance. */
    public static void forget(ConsentRequest request) {
        close(request);
        PageInstance.forget(request);
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
                        display(request, settings, page.toLocale()),
                        page.id(),
                        BrowserSecret.hash(request.session(), page.id())));
    }

    private static Display display(ConsentRequest request, GateSettings settings, Locale locale) {
        return DisplayFactory.create(new DisplaySource(
                request.session(),
                request.authSession(),
                request.user(),
                locale,
                settings.timeToLive(),
                settings.claimValues()));
    }
}
