package io.github.consentgrants.record;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.Digests;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The document {@value #VERSION}. Its schema is docs/record-v1.schema.json. What comes from the user or from the request is
 * personal; the rest comes from the realm's and the client's configuration. So one rule says what is erased.
 */
public final class RecordDocument {
    /** Version of the document: a new one is due when a member changes its meaning or goes, not when one is added. */
    public static final String VERSION = "consent-grants/record/v1";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 16;

    private final DecisionFacts facts;
    private final ShownParts shown;

    private RecordDocument(DecisionFacts facts) {
        this.facts = facts;
        this.shown = new ShownParts(facts.display(), true);
    }

    /** Makes the record of a decision. */
    public static ConsentRecord of(DecisionFacts facts) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return of(facts, Base64.getUrlEncoder().withoutPadding().encodeToString(salt));
    }

    /** @param salt stands in the personal part, so that nobody can guess that part from its digest once it was erased */
    static ConsentRecord of(DecisionFacts facts, String salt) {
        RecordDocument document = new RecordDocument(facts);
        String personal = RecordJson.write(document.personal(salt));
        return new ConsentRecord(RecordJson.write(document.content(Digests.sha256Hex(personal))), personal);
    }

    private Map<String, Object> content(String personalDigest) {
        Map<String, Object> client = shown.part("client");
        put(client, "uuid", text(BindingField.CLIENT_UUID));
        Map<String, Object> realm = new LinkedHashMap<>();
        put(realm, "id", text(BindingField.REALM));
        put(realm, "name", facts.realmName());
        put(realm, "issuer", text(BindingField.ISSUER));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("version", VERSION);
        put(content, "id", text(BindingField.PAGE));
        content.put("decision", facts.decision().name().toLowerCase(Locale.ROOT));
        content.put("decidedAt", facts.decidedAt().toString());
        put(content, "derivedFrom", facts.derivedFrom());
        content.put("realm", realm);
        content.put("client", client);
        content.put("scopeNames", facts.scopes());
        if (!facts.leftOut().isNothing()) {
            content.put("leftOutNames", facts.leftOut().scopes());
        }
        content.put("redirect", shown.part("redirect"));
        content.put("lifetime", shown.part("lifetime"));
        content.put("wording", shown.part("wording"));
        put(content, "codeChallengeMethod", text(BindingField.CODE_CHALLENGE_METHOD));
        content.put("binding", new Hash(Binding.FORMAT, facts.binding().hash()));
        content.put("personalDigest", personalDigest);
        return content;
    }

    private Map<String, Object> personal(String salt) {
        Map<String, Object> personal = new LinkedHashMap<>();
        personal.put("salt", salt);
        put(personal, "subject", text(BindingField.SUBJECT));
        personal.put("session", facts.session());
        personal.put("authentication", authentication());
        put(personal, "redirectUri", text(BindingField.REDIRECT_TARGET));
        access(personal);
        put(personal, "displayDigest", text(BindingField.DISPLAY));
        if (facts.claimValues()) {
            personal.put("account", shown.part("account"));
        }
        DecisionFacts.@Nullable Browser browser = facts.browser();
        if (browser != null) {
            personal.put("address", browser.address());
            put(personal, "userAgent", browser.userAgent());
        }
        return personal;
    }

    /** Texts first as the page showed them, then as they were sent. */
    private void access(Map<String, Object> personal) {
        Map<String, Object> access = shown.part("access");
        ShownParts claims = facts.claimValues() ? shown : shown.withoutValues();
        put(personal, "scopes", claims.part("access").get("scopes"));
        if (!facts.leftOut().isNothing()) {
            personal.put("leftOut", facts.leftOut().texts());
        }
        put(personal, "furtherClaims", claims.part("access").get("more"));
        put(personal, "claims", access.get("claims"));
        put(personal, "claimsParameter", facts.request().claims());
        put(personal, "details", access.get("details"));
        put(personal, "authorizationDetails", facts.request().authorizationDetails());
        put(personal, "resources", access.get("resources"));
        put(personal, "offline", access.get("offline"));
        put(personal, "mappersDigest", access.get("mappers"));
    }

    /**
     * The hash of the binding.
     *
     * @param format of the binding
     * @param hash its SHA-256
     */
    private record Hash(String format, String hash) {}

    private Map<String, Object> authentication() {
        Map<String, Object> authentication = new LinkedHashMap<>();
        put(authentication, "acr", facts.authentication().acr());
        authentication.put("at", facts.authentication().at().toString());
        authentication.put("singleSignOn", facts.authentication().singleSignOn());
        DecisionFacts.@Nullable Required required = facts.authentication().required();
        if (required != null) {
            put(authentication, "requiredLevel", required.level());
            put(authentication, "maxAge", required.maxAge());
        }
        return authentication;
    }

    private @Nullable String text(BindingField field) {
        @Nullable String text = facts.binding().text(field);
        return text == null || text.isEmpty() ? null : text;
    }

    private static void put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
