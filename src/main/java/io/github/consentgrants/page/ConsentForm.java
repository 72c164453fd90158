package io.github.consentgrants.page;

import io.github.consentgrants.display.OwnApprovals;
import io.github.consentgrants.display.PageHeaders;
import io.github.consentgrants.display.ScopeOptions;
import io.github.consentgrants.request.ConsentNotes.Notice;
import io.github.consentgrants.request.ConsentPage;
import io.github.consentgrants.request.LeftOut;
import io.github.consentgrants.request.PageInstance;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.http.HttpRequest;

/** The page's form: what the template gets, and what comes back. */
final class ConsentForm {
    private static final String TEMPLATE = "consent-grant.ftl";
    private static final String ACCEPT = "accept";
    private static final String CANCEL = "cancel";
    private static final String PAGE = "page";
    private static final String SCOPE = "scope";

    private ConsentForm() {}

    static Response render(RequiredActionContext context, ConsentPage page, @Nullable Notice notice) {
        Response form = CachingForms.of(context)
                .setAttribute("consentGrant", model(context, page, notice))
                .setAttributeMapper(attributes -> {
                    // Otherwise the window would have the title of the sign-in page.
                    attributes.put("title", page.display().title());
                    return attributes;
                })
                .createForm(TEMPLATE);
        return PageHeaders.add(context.getSession(), form);
    }

    private static Map<String, @Nullable Object> model(
            RequiredActionContext context, ConsentPage page, @Nullable Notice notice) {
        Map<String, @Nullable Object> model = new HashMap<>(page.display().toModel());
        model.put(PAGE, page.instance().id());
        model.put("approvals", approvals(context));
        model.put("notice", notice == null ? null : lowerCase(notice));
        model.put(
                "changed",
                page.changed().stream().map(ConsentForm::lowerCase).sorted().toList());
        return model;
    }

    /** Only for a user whose single sign-on session opens it: in the middle of a sign-in it would ask for another one. */
    private static @Nullable String approvals(RequiredActionContext context) {
        return AuthenticatorUtil.isSSOAuthentication(context.getAuthenticationSession())
                ? OwnApprovals.address(context.getSession())
                        .build(context.getRealm().getName())
                        .toString()
                : null;
    }

    private static String lowerCase(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Says whether the browser answers the page with one of its buttons: with a post, and as a click does. Keycloak's action
     * address takes a GET as well, and a page of another site, or a script, can post to it.
     */
    static boolean isAnswer(HttpRequest request) {
        MultivaluedMap<String, String> form = request.getDecodedFormParameters();
        return HttpMethod.POST.equals(request.getHttpMethod())
                && FetchMetadata.isAnswer(request.getHttpHeaders())
                && (form.containsKey(ACCEPT) || form.containsKey(CANCEL));
    }

    static boolean isAnswerTo(PageInstance page, MultivaluedMap<String, String> form) {
        return page.id().equals(form.getFirst(PAGE));
    }

    /**
     * Returns what the form leaves out of the page.
     *
     * @throws IllegalArgumentException if it chooses what the page does not offer
     */
    static LeftOut leftOut(ScopeOptions options, MultivaluedMap<String, String> form) {
        return new LeftOut(options.leftOut(form.getOrDefault(SCOPE, List.of())));
    }

    /** Both buttons at once are a denial. */
    static boolean isDenial(MultivaluedMap<String, String> form) {
        return form.containsKey(CANCEL);
    }
}
