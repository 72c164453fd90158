package io.github.consentgrants.gate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.keycloak.models.RealmModel;

/**
 * Logs what is wrong with the set-up of a realm, once per realm, subject and value, because anybody can send the
 * requests that reveal it. A message is logged again when the value has changed, or was right in between.
 */
final class RealmLog {
    private static final Logger LOG = Logger.getLogger(RealmLog.class);
    /** At so many entries the memory is cleared, so that it stays bounded. Each message is then logged once more. */
    private static final int MAX = 10_000;

    private static final int MAX_LENGTH = 64;
    private static final Map<Key, Integer> SAID = new ConcurrentHashMap<>();

    private final String realmId;
    private final String realm;
    private final boolean isSilent;

    RealmLog(RealmModel realm) {
        this(realm.getId(), realm.getName());
    }

    RealmLog(String realmId, String realm) {
        this(realmId, realm, false);
    }

    private RealmLog(String realmId, String realm, boolean isSilent) {
        this.realmId = realmId;
        this.realm = realm;
        this.isSilent = isSilent;
    }

    /** Returns a log that neither says nor remembers anything, for those who only look. */
    static RealmLog silent() {
        return new RealmLog("", "", true);
    }

    private record Key(String realmId, String subject) {}

    /**
     * Logs the message, unless this value of the subject was logged last.
     *
     * @param subject what it is about, such as a setting
     * @param value the value that is wrong
     * @param message names the realm as {@code %s}
     */
    void say(Level level, String subject, String value, String message) {
        if (isSilent) {
            return;
        }
        if (SAID.size() >= MAX) {
            SAID.clear();
        }
        Integer said = SAID.put(new Key(realmId, subject), value.hashCode());
        if (said == null || said != value.hashCode()) {
            LOG.logf(level, message, clean(realm));
        }
    }

    /** Notes that the subject is in order, so that the next wrong value is logged. */
    void settled(String subject) {
        if (!isSilent && !SAID.isEmpty()) {
            SAID.remove(new Key(realmId, subject));
        }
    }

    /** Cleans a text of an administrator or an import, so that it cannot forge a line of the log. */
    static String clean(String text) {
        StringBuilder cleaned = new StringBuilder();
        text.codePoints()
                .limit(MAX_LENGTH)
                .map(c -> Character.isLetterOrDigit(c) || (c >= ' ' && c <= '~') ? c : '?')
                .forEach(cleaned::appendCodePoint);
        return cleaned.length() < text.length() ? cleaned + "..." : cleaned.toString();
    }
}
