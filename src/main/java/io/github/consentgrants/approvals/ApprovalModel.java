package io.github.consentgrants.approvals;

import io.github.consentgrants.display.SafeText;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Grant;
import io.github.consentgrants.grant.Grant.State;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** Approvals as the template gets them: the row, and what the record says was shown. */
final class ApprovalModel {
    private static final int SUMMARY = 5;
    private static final char ELLIPSIS = '\u2026';
    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_ISOLATE = '\u2069';

    private final KeycloakSession session;
    private final Visitor visitor;
    private final ApprovalAddresses addresses;
    private final DateTimeFormatter format;
    private final Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());

    /** @param locale for times, which are shown in UTC: without a script, a page does not know where the user is */
    ApprovalModel(KeycloakSession session, Visitor visitor, Locale locale) {
        this.session = session;
        this.visitor = visitor;
        this.addresses = new ApprovalAddresses(session);
        this.format = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                .withLocale(locale)
                .withZone(ZoneOffset.UTC);
    }

    /** Returns an entry of the list. */
    Map<String, @Nullable Object> entry(Grant grant, @Nullable ConsentRecord record) {
        @Nullable ShownRecord shown = ShownRecord.of(record);
        State state = grant.state(now);
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("client", client(grant, shown));
        model.put("when", time(grant.decidedAt()));
        model.put("state", lowerCase(state));
        model.put("gives", lowerCase(StillGives.of(session, grant, state, shown)));
        model.put("until", time(grant.expiresAt()));
        model.put("details", addresses.details(grant.id()).toString());
        model.put("session", session(grant, shown));
        model.put("what", shown == null ? null : summary(shown));
        return model;
    }

    /** Returns everything about a grant. */
    Map<String, @Nullable Object> whole(Grant grant, @Nullable ConsentRecord record) {
        @Nullable ShownRecord shown = ShownRecord.of(record);
        Grant.@Nullable Revocation revocation = grant.revocation();
        Map<String, @Nullable Object> model = entry(grant, record);
        model.put("shown", shown == null ? null : shown.details());
        model.put("ended", revocation == null ? null : time(revocation.at()));
        model.put(
                "receipt", record == null ? null : addresses.receipt(grant.id()).toString());
        boolean can = OwnGrants.canBeTakenBack(grant) && !visitor.isImpersonated();
        model.put("takeBack", can ? addresses.takeBack(grant.id()).toString() : null);
        return model;
    }

    /** Without a record, the application is named as it is called today, by its id alone. */
    private Map<String, @Nullable Object> client(Grant grant, @Nullable ShownRecord shown) {
        @Nullable String id = shown == null ? idOfToday(grant) : shown.clientId();
        @Nullable String name = shown == null ? id : shown.clientName();
        String known = name == null ? grant.clientUuid() : name;
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("name", known);
        model.put("isolated", FIRST_STRONG_ISOLATE + known + POP_ISOLATE);
        model.put("id", id == null || id.equals(known) ? null : id);
        return model;
    }

    private @Nullable String idOfToday(Grant grant) {
        return Optional.ofNullable(session.getContext().getRealm().getClientById(grant.clientUuid()))
                .map(ClientModel::getClientId)
                .map(SafeText::shown)
                .orElse(null);
    }

    private @Nullable Map<String, @Nullable Object> session(Grant grant, @Nullable ShownRecord shown) {
        @Nullable String id = ShownRecord.session(grant, shown);
        if (id == null) {
            return null;
        }
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("current", id.equals(visitor.userSession().getId()));
        model.put(
                "since", shown == null ? null : shown.signedIn().map(this::time).orElse(null));
        return model;
    }

    private static String summary(ShownRecord shown) {
        List<String> texts = shown.summary();
        String some = String.join(" \u00b7 ", texts.subList(0, Math.min(SUMMARY, texts.size())));
        return texts.size() > SUMMARY ? some + " " + ELLIPSIS : some;
    }

    private Map<String, String> time(Instant instant) {
        return Map.of("iso", instant.toString(), "text", format.format(instant));
    }

    private static String lowerCase(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
