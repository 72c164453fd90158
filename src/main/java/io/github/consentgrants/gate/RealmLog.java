package io.github.consentgrants.gate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.keycloak.models.RealmModel;

/**
 * Says what is wrong with the set-up of a realm: once per realm, subject and value, because anybody can send the requests that
 * bring it to light. It is said again when the value has changed, or was right in between.
 */
final class RealmLog {
    private static final Logger LOG = Logger.getLogger(RealmLog.class);
    /** When so many things are wrong on a server, all of them are said once more: what was said does not pile up. */
    private static final int MAX = 10_000;

    private static final int MAX_LENGTH = 64;
    private static final Map<Key, Integer> SAID = new ConcurrentHashMap<>();

    private final String realmId;
    private final String realm;

    RealmLog(RealmModel realm) {
        this(realm.getId(), realm.getName());
    }

    RealmLog(String realmId, String realm) {
        this.realmId = realmId;
        this.realm = clean(realm);
    }

    private record Key(String realmId, String subject) {}

    /**
     * Says it, unless it was the last thing said about the subject.
     *
     * @param subject what it is about, such as a setting
     * @param value the value that is wrong
     * @param message names the realm as {@code %s}
     */
    void say(Level level, String subject, String value, String message) {
        if (SAID.size() >= MAX) {
            SAID.clear();
        }
        Integer said = SAID.put(new Key(realmId, subject), value.hashCode());
        if (said == null || said != value.hashCode()) {
            LOG.logf(level, message, realm);
        }
    }

    /** The subject is in order: if it is not some day, that is said again. */
    void settled(String subject) {
        if (!SAID.isEmpty()) {
            SAID.remove(new Key(realmId, subject));
        }
    }

    /** Returns a text that an administrator or a file brought in as one that cannot forge a line of the log. */
    static String clean(String text) {
        StringBuilder cleaned = new StringBuilder();
        text.codePoints()
                .limit(MAX_LENGTH)
                .map(c -> Character.isLetterOrDigit(c) || (c >= ' ' && c <= '~') ? c : '?')
                .forEach(cleaned::appendCodePoint);
        return cleaned.length() < text.length() ? cleaned + "..." : cleaned.toString();
    }
}
