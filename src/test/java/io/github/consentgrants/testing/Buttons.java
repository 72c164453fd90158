package io.github.consentgrants.testing;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;

/** The buttons of the consent page in a browser, which are not there in its first second. */
public final class Buttons {
    /** How long tests wait for it to have passed, in milliseconds. */
    public static final double MORE_THAN_A_SECOND = 1200;

    private Buttons() {}

    public static Locator authorize(Page page) {
        return named(page, Browser.ACCEPT);
    }

    public static Locator deny(Page page) {
        return named(page, Browser.CANCEL);
    }

    /** Signs alice in, by keyboard, and authorizes one request, so that the next one leads to the page at once. */
    public static Page signOn(BrowserContext profile, URI request, RedirectSink sink) {
        Page page = signIn(profile, request);
        focus(authorize(page));
        page.keyboard().press("Enter");
        page.waitForURL(url -> url.startsWith(sink.uri().toString()));
        return page;
    }

    /** Signs alice in, by keyboard, so that the pointer has not been over the page. */
    public static Page signIn(BrowserContext profile, URI request) {
        Page page = profile.newPage();
        page.navigate(request.toString());
        page.fill("#username", "alice");
        page.fill("#password", "alice");
        page.locator("#password").press("Enter");
        page.locator("#" + Browser.FORM).waitFor();
        return page;
    }

    /** Moves the focus to a button, as soon as it can be moved there. */
    public static void focus(Locator button) {
        button.waitFor();
        button.focus();
    }

    /** Returns the name of the button that has the focus, or an empty text. */
    public static String focused(Page page) {
        return (String)
                page.evaluate("() => document.activeElement.closest('#" + Browser.FORM + " button')?.name ?? ''");
    }

    private static Locator named(Page page, String name) {
        return page.locator("#" + Browser.FORM + " button[name=" + name + "]");
    }
}
