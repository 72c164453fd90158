package io.github.consentgrants.guard.code;

import io.github.consentgrants.gate.RequestOrigin;
import io.github.consentgrants.grant.Digests;
import io.github.consentgrants.grant.RequestParameters;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.OAuth2Constants;
import org.keycloak.constants.AdapterConstants;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;

/**
 * The notes that an approved request has brought to the client session and that tokens follow. Keycloak puts notes of
 * its own there at any time, for example when it loads the session from the database. So only names that a request
 * brings are looked at. See docs/adr/0068.
 *
 * @param digest over names and values
 * @param names of the notes that this request brought
 */
public record ApprovedNotes(String digest, Set<String> names) {
    private static final String DOMAIN = "consent-grants/client-session/v2";
    private static final String SEPARATOR = " ";
    private static final String DIGEST = "notes";
    private static final String NAMES = "names";

    /** Where Keycloak keeps a parameter that it does not know itself. */
    private static final String UNKNOWN_PREFIX = AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX;

    /** Notes that a code carries itself, or that say how the user was asked or where the answer went: no token follows them. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            OAuth2Constants.SCOPE,
            OIDCLoginProtocol.STATE_PARAM,
            OIDCLoginProtocol.NONCE_PARAM,
            OIDCLoginProtocol.REDIRECT_URI_PARAM,
            OIDCLoginProtocol.CODE_CHALLENGE_PARAM,
            OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM,
            OIDCLoginProtocol.PROMPT_PARAM,
            OIDCLoginProtocol.LOGIN_HINT_PARAM,
            OIDCLoginProtocol.UI_LOCALES_PARAM,
            OAuth2Constants.DISPLAY,
            AdapterConstants.KC_IDP_HINT,
            RequestOrigin.PUSHED_NOTE);

    public ApprovedNotes {
        names = Set.copyOf(names);
    }

    /** Describes what a client session holds of a request that brought the notes {@code names}. */
    static ApprovedNotes of(Map<String, String> clientSession, Set<String> names) {
        return new ApprovedNotes(digest(clientSession, names), names);
    }

    /** Says whether a client session still holds just this, and no parameter of another request beside it. */
    boolean areIn(Map<String, String> clientSession) {
        return digest(clientSession, names).equals(digest);
    }

    private static String digest(Map<String, String> clientSession, Set<String> names) {
        Map<String, String> notes = new TreeMap<>(clientSession);
        notes.keySet().removeIf(name -> !(names.contains(name) || isParameter(name)));
        notes.keySet().removeIf(name -> OwnNotes.include(name) || WITHOUT_EFFECT.contains(name));
        return Digests.sha256Hex(
                DOMAIN,
                notes.entrySet().stream()
                        .flatMap(note -> Stream.of(note.getKey(), note.getValue()))
                        .toList());
    }

    private static boolean isParameter(String name) {
        return RequestParameters.isKnown(name) || name.startsWith(UNKNOWN_PREFIX);
    }

    /** Returns the notes as they were written into an entry. */
    static ApprovedNotes in(Map<String, String> entry) {
        return decoded(entry.getOrDefault(DIGEST, ""), entry.getOrDefault(NAMES, ""));
    }

    /** Returns an entry with the notes in it, too; {@link #in} reads them. */
    Map<String, String> with(Map<String, String> entry) {
        Map<String, String> both = new HashMap<>(entry);
        both.put(DIGEST, digest);
        both.put(NAMES, encodedNames());
        return both;
    }

    /** Returns the names as one text; {@link #decoded} reads it. */
    String encodedNames() {
        return names.stream()
                .sorted()
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8))
                .collect(Collectors.joining(SEPARATOR));
    }

    static ApprovedNotes decoded(String digest, String encodedNames) {
        return new ApprovedNotes(
                digest,
                Stream.of(encodedNames.split(SEPARATOR))
                        .filter(name -> !name.isEmpty())
                        .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
