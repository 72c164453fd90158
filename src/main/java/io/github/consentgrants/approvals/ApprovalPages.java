package io.github.consentgrants.approvals;

import io.github.consentgrants.display.PageHeaders;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.store.GrantPage;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** The pages in the realm's login theme. None may be kept by anybody, or framed. */
final class ApprovalPages {
    static final String NO_STORE = "no-store, max-age=0, must-revalidate";

    private static final String TEMPLATE = "consent-grant-mine.ftl";
    private static final String TITLE = "consentGrantMine";
    private static final String APPROVAL = "approval";
    private static final String NOTICE = "notice";

    private final KeycloakSession session;
    private final Visitor visitor;
    private final ApprovalAddresses addresses;
    private final ApprovalModel model;

    ApprovalPages(KeycloakSession session, Visitor visitor) {
        this.session = session;
        this.visitor = visitor;
        this.addresses = new ApprovalAddresses(session);
        this.model = new ApprovalModel(session, visitor, session.getContext().resolveLocale(visitor.user()));
    }

    /** @param first whether it is the first page */
    Response list(GrantPage page, Map<String, ConsentRecord> records, boolean first) {
        Map<String, @Nullable Object> list = new HashMap<>();
        list.put(
                "approvals",
                page.grants().stream()
                        .map(grant -> model.entry(grant, records.get(grant.id())))
                        .toList());
        @Nullable String next = page.next();
        list.put("older", next == null ? null : addresses.listBefore(next).toString());
        list.put("newest", first ? null : addresses.list().toString());
        return page("list", list, Response.Status.OK);
    }

    /** @param done whether it was taken back right now */
    Response details(Grant grant, @Nullable ConsentRecord record, boolean done) {
        Map<String, @Nullable Object> details = new HashMap<>();
        details.put(APPROVAL, model.whole(grant, record));
        details.put(NOTICE, done && grant.revocation() != null ? "taken" : null);
        return page("details", details, Response.Status.OK);
    }

    /**
     * Asks once whether an approval is to be taken back.
     *
     * @param token of the form
     * @param again whether an answer has come that was none to this page
     */
    Response ask(Grant grant, @Nullable ConsentRecord record, @Nullable String token, boolean again) {
        Map<String, @Nullable Object> ask = new HashMap<>();
        ask.put(APPROVAL, model.whole(grant, record));
        ask.put("token", token);
        ask.put(NOTICE, again ? "again" : null);
        return page("ask", ask, again ? Response.Status.FORBIDDEN : Response.Status.OK);
    }

    /** An approval that is not there, or somebody else's. */
    Response notFound() {
        return message("notfound", Response.Status.NOT_FOUND);
    }

    /** An administrator in the user's name has tried to take an approval back. */
    Response impersonated() {
        return message("impersonated", Response.Status.FORBIDDEN);
    }

    Response unavailable() {
        return message("unavailable", Response.Status.SERVICE_UNAVAILABLE);
    }

    private Response message(String notice, Response.Status status) {
        Map<String, @Nullable Object> message = new HashMap<>();
        message.put(NOTICE, notice);
        return page("message", message, status);
    }

    private Response page(String view, Map<String, @Nullable Object> content, Response.Status status) {
        UserModel user = visitor.user();
        content.put("view", view);
        content.put("username", user.getUsername());
        content.put("impersonated", visitor.isImpersonated());
        content.put("list", addresses.list().toString());
        LoginFormsProvider forms = session.getProvider(LoginFormsProvider.class);
        String title = forms.getMessage(TITLE);
        Response page = forms.setUser(user)
                .setStatus(status)
                .setAttribute(TITLE, content)
                .setAttributeMapper(attributes -> {
                    // Otherwise the window would have the title of the sign-in page.
                    attributes.put("title", title);
                    return attributes;
                })
                .createForm(TEMPLATE);
        page.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, NO_STORE);
        return PageHeaders.add(session, page);
    }
}
