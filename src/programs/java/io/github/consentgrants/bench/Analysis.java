package io.github.consentgrants.bench;

import java.util.Map;

/** To find out what a setting of PostgreSQL costs: {@code -Dbench.postgres=synchronous_commit=off}. No result of such a run counts. */
public final class Analysis {
    private Analysis() {}

    /** Returns the setting; empty in a run whose results count. */
    public static Map<String, String> settings() {
        String property = System.getProperty("bench.postgres", "");
        if (property.isEmpty()) {
            return Map.of();
        }
        String[] setting = property.split("=", 2);
        return Map.of(setting[0], setting[1]);
    }
}
