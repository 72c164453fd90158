package io.github.consentgrants.page;

import io.github.consentgrants.request.ConsentNotes.Notice;
import io.github.consentgrants.request.ConsentPage;
import io.github.consentgrants.request.Display;
import io.github.consentgrants.request.PageInstance;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;

/** The page's form: what the template gets, and what comes back. */
final class ConsentForm {
    private static final String TEMPLATE = "consent-grant.ftl";
    private static final String ACCEPT = "accept";
    private static final String CANCEL = "cancel";
    private static final String PAGE = "page";

    private ConsentForm() {}

    static Response render(RequiredActionContext context, ConsentPage page, @Nullable Notice notice) {
        return context.form().setAttribute("consentGrant", model(page, notice)).createForm(TEMPLATE);
    }

    private static Map<String, @Nullable Object> model(ConsentPage page, @Nullable Notice notice) {
        Display display = page.display();
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("clientName", display.clientName());
        model.put("clientId", display.clientId());
        model.put("logoUri", display.logoUri());
        model.put("policyUri", display.policyUri());
        model.put("tosUri", display.termsUri());
        model.put("accountName", display.accountName());
        model.put("accountFullName", display.accountFullName());
        model.put("scopes", display.scopes());
        model.put("redirectHost", display.redirectHost());
        model.put("validSeconds", display.validSeconds());
        model.put(PAGE, page.instance().id());
        model.put("reason", notice == null ? null : notice.name().toLowerCase(Locale.ROOT));
        return model;
    }

    /** A post without one of the buttons answers nothing. */
    static boolean isAnswer(MultivaluedMap<String, String> form) {
        return form.containsKey(ACCEPT) || form.containsKey(CANCEL);
    }

    static boolean isAnswerTo(PageInstance page, MultivaluedMap<String, String> form) {
        return page.id().equals(form.getFirst(PAGE));
    }

    /** Both buttons at once is no consent. */
    static boolean isDenial(MultivaluedMap<String, String> form) {
        return form.containsKey(CANCEL);
    }
}
