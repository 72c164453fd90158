package io.github.consentgrants.request;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rendering of the consent page. Lives in an auth note, which no other tab, fork or restart inherits.
 *
 * @param id time-ordered; the id of the grant that a click on this page makes
 * @param locale language tag in which the page was shown
 * @param bindingHash hash of the binding that was shown
 */
public record PageInstance(String id, String locale, String bindingHash) {
    private static final String NOTE = "consent-grant.page";
    private static final String SEPARATOR = " ";
    private static final int PARTS = 3;

    /** Remembers this as the page that the tab shows now; an earlier one can no longer be answered. */
    public void remember(ConsentRequest request) {
        request.authSession().setAuthNote(NOTE, String.join(SEPARATOR, id, locale, bindingHash));
    }

    static void forget(ConsentRequest request) {
        request.authSession().removeAuthNote(NOTE);
    }

    /** Returns the page that the tab shows now. */
    public static Optional<PageInstance> of(ConsentRequest request) {
        @Nullable String note = request.note(NOTE);
        if (note == null) {
            return Optional.empty();
        }
        String[] parts = note.split(SEPARATOR, -1);
        return parts.length == PARTS ? Optional.of(new PageInstance(parts[0], parts[1], parts[2])) : Optional.empty();
    }

    Locale toLocale() {
        return Locale.forLanguageTag(locale);
    }
}
