package io.github.consentgrants.request;

import io.github.consentgrants.display.Display;
import io.github.consentgrants.display.DisplayDigests;
import io.github.consentgrants.display.DisplayPart;
import io.github.consentgrants.display.DisplaySource;
import io.github.consentgrants.display.RequestedScopes;
import io.github.consentgrants.display.ScopeOptions;
import io.github.consentgrants.gate.DeviceTab;
import io.github.consentgrants.gate.GateSettings;
import io.github.consentgrants.gate.RequestOrigin;
import io.github.consentgrants.gate.ScopeChoice;
import io.github.consentgrants.gate.ScopeChoice.Preset;
import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.grant.Reason;
import io.github.consentgrants.policy.AskFacts.Sitting;
import io.github.consentgrants.policy.AskPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.rar.AuthorizationDetails;

/**
 * The consent page of a tab, seen from the request: what is shown now, and whether an answer belongs to it.
 *
 * @param instance this rendering
 * @param display what it shows
 * @param changed the parts that differ from the tab's page before; empty if there was none
 * @param signIn the sign-in, where a scope demands something of it
 */
public record ConsentPage(
        PageInstance instance, Display display, Set<DisplayPart> changed, Optional<RequiredSignIn> signIn) {
    public ConsentPage {
        changed = Set.copyOf(changed);
    }

    /**
     * Opens the page of the request, in the browser that the user signed in with and in no other. A reload shows the same
     * instance again, so that a click on either rendering is the one decision about it; if anything has changed it is a fresh
     * instance, and an earlier one of the tab can no longer be answered.
     *
     * @throws RuntimeException a {@link Refusal} in another browser, or if the request cannot be shown completely
     */
    public static ConsentPage open(ConsentRequest request, GateSettings settings) {
        BrowserSecret.require(request);
        BrowserSecret.renew(request, settings.pageSeconds(request.realm()));
        return orRefuse(request, () -> reopen(request, settings));
    }

    private static ConsentPage reopen(ConsentRequest request, GateSettings settings) {
        Locale locale = request.session().getContext().resolveLocale(request.user());
        DisplaySource source = source(request, settings, locale);
        Display display = Display.of(source);
        DisplayDigests digests = display.digests();
        Optional<RequiredSignIn> signIn = RequiredSignIn.note(request, source.scopes());
        return PageInstance.of(request)
                .filter(shown ->
                        binding(request, source, digests, shown.id()).hash().equals(shown.bindingHash()))
                .map(shown -> new ConsentPage(shown, display, Set.of(), signIn))
                .orElseGet(() -> fresh(request, source, display, digests, signIn));
    }

    private static ConsentPage fresh(
            ConsentRequest request,
            DisplaySource source,
            Display display,
            DisplayDigests digests,
            Optional<RequiredSignIn> signIn) {
        String id = GrantId.at(Time.currentTimeMillis());
        Binding binding = binding(request, source, digests, id);
        PageInstance instance = new PageInstance(id, display.wording().locale(), binding.hash());
        instance.remember(request);
        ConsentNotes.removeClicked(request.authSession());
        String before = ConsentNotes.shown(request.authSession());
        ConsentNotes.setShown(request.authSession(), digests.fingerprints());
        return new ConsentPage(instance, display, before == null ? Set.of() : digests.changedSince(before), signIn);
    }

    /** The binding of the page: it offers the whole request. */
    private static Binding binding(
            ConsentRequest request, DisplaySource source, DisplayDigests display, String pageId) {
        return binding(request, source, LeftOut.NOTHING, display, pageId);
    }

    private static Binding binding(
            ConsentRequest request, DisplaySource source, LeftOut leftOut, DisplayDigests display, String pageId) {
        GrantedScopes granted = GrantedScopes.of(request, source.scopes(), leftOut);
        return SessionBinding.create(
                request,
                granted,
                RequiredSignIn.of(request, source.scopes()),
                display,
                pageId,
                BrowserSecret.hash(request));
    }

    /**
     * Writes into the tab's notes what the database says of its page.
     *
     * @throws RuntimeException a {@link Refusal} if the page was decided, and this is another browser
     */
    public static void note(ConsentRequest request, ConsentState confirmed) {
        if (confirmed == ConsentState.APPROVED || confirmed == ConsentState.DENIED) {
            BrowserSecret.require(request);
        }
        if (confirmed == ConsentState.APPROVED) {
            String page = PageInstance.of(request).orElseThrow().id();
            ConsentNotes.setClicked(request.authSession(), page);
        } else {
            // Where sessions are local, the note of a click that was rolled back is still there.
            ConsentNotes.removeClicked(request.authSession());
        }
    }

    /** Forgets the tab's page, and a click on it: the next one is a fresh instance. */
    static void forget(ConsentRequest request) {
        PageInstance.forget(request);
        ConsentNotes.removeClicked(request.authSession());
    }

    /** Expires the tab's key in this browser: nothing is left to ask. */
    public static void close(ConsentRequest request) {
        BrowserSecret.expire(request);
    }

    /**
     * The tab's page, as the live request would show it now.
     *
     * @param binding with the secret that this browser presents
     * @param display what the page would show
     * @param source where both were made from
     */
    public record Live(Binding binding, Display display, DisplaySource source) {
        /**
         * Returns the same page with the binding of a click that has left something out.
         *
         * @throws RuntimeException a {@link Refusal} if that is not possible
         */
        public Live without(ConsentRequest request, LeftOut leftOut) {
            if (leftOut.isNothing()) {
                return this;
            }
            String pageId = binding.require(BindingField.PAGE);
            return orRefuse(
                    request,
                    () -> new Live(
                            ConsentPage.binding(request, source, leftOut, display.digests(), pageId), display, source));
        }
    }

    /**
     * Returns the binding of what was approved on the tab's page, as the live request has it.
     *
     * @throws RuntimeException a {@link Refusal} as {@link #requireLive}
     */
    public static Binding requireLiveBinding(ConsentRequest request, GateSettings settings) {
        return requireApproved(request, settings).binding();
    }

    /**
     * Makes the tab's page of the live request, with the binding of what was approved on it: without what the user has left out.
     *
     * @throws RuntimeException a {@link Refusal} as {@link #requireLive}
     */
    static Live requireApproved(ConsentRequest request, GateSettings settings) {
        String pageId = requirePage(request).id();
        return live(request, settings, LeftOut.of(request.authSession(), pageId));
    }

    /**
     * Makes the page of the live request for the tab. Its binding equals the one that was shown exactly if nothing has
     * changed since.
     *
     * @throws RuntimeException a {@link Refusal} if the tab has no page, or if the request cannot be shown completely any more
     */
    public static Live requireLive(ConsentRequest request, GateSettings settings) {
        return live(request, settings, LeftOut.NOTHING);
    }

    private static PageInstance requirePage(ConsentRequest request) {
        return PageInstance.of(request)
                .orElseThrow(() -> Refusal.NOT_ASKED.refuse(request, null, Reason.NOT_FOUND.value()));
    }

    private static Live live(ConsentRequest request, GateSettings settings, LeftOut leftOut) {
        PageInstance page = requirePage(request);
        return orRefuse(request, () -> {
            DisplaySource source = source(request, settings, page.toLocale());
            Display display = Display.of(source);
            Binding binding = binding(request, source, leftOut, display.digests(), page.id());
            return new Live(binding, display, source);
        });
    }

    /**
     * Makes a page of the request that nobody is shown, for a grant that a click of the session covers.
     *
     * @throws RuntimeException a {@link Refusal} if the request could not be shown completely
     */
    static Live unshown(ConsentRequest request, GateSettings settings) {
        return orRefuse(request, () -> {
            Locale locale = request.session().getContext().resolveLocale(request.user());
            DisplaySource source = source(request, settings, locale);
            Display display = Display.of(source);
            String id = GrantId.at(Time.currentTimeMillis());
            return new Live(binding(request, source, display.digests(), id), display, source);
        });
    }

    /** Makes the tab's page of one that was not shown, so that the guard builds the same binding. */
    static void enter(ConsentRequest request, Live unshown) {
        Binding binding = unshown.binding();
        new PageInstance(
                        binding.require(BindingField.PAGE),
                        unshown.display().wording().locale(),
                        binding.hash())
                .remember(request);
    }

    /** A request that cannot be put into words, or is not valid Unicode, cannot be approved either. */
    private static <T> T orRefuse(ConsentRequest request, Supplier<T> work) {
        DeviceRequest.require(request);
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            throw Refusal.NOT_VALID.refuse(request, null, Reason.BINDING_MISMATCH.value());
        }
    }

    private static DisplaySource source(ConsentRequest request, GateSettings settings, Locale locale) {
        @Nullable String parameter = GrantedScopes.requested(request);
        List<AuthorizationDetails> scopes =
                RequestedScopes.of(request.session(), request.authSession(), request.user(), parameter);
        return new DisplaySource(
                request.session(),
                request.authSession(),
                request.user(),
                locale,
                DeviceRequest.usable(request.session(), request.authSession(), settings.timeToLive()),
                settings.claimValues(),
                scopes,
                options(request, settings.choice(), scopes, parameter),
                AskPolicy.lasts(RequestFacts.of(request, scopes, Sitting.NONE)).orElse(null));
    }

    /** The tokens of a device follow the scope that it has asked for, whatever is in the tab; an assertion follows none. */
    private static ScopeOptions options(
            ConsentRequest request, ScopeChoice choice, List<AuthorizationDetails> scopes, @Nullable String parameter) {
        return choice.isOfferedBy(request.client())
                        && !RequestOrigin.isSaml(request.authSession())
                        && !DeviceTab.is(request.authSession())
                ? ScopeOptions.of(request.client(), scopes, parameter, choice.preset() == Preset.CHECKED)
                : ScopeOptions.NONE;
    }
}
