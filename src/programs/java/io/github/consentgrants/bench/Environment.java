package io.github.consentgrants.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where a run took place: what a reader needs to judge its numbers, and nothing that names the machine. */
final class Environment {
    private static final double LOAD_AT_START =
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();

    private Environment() {}

    /** The load before anything was started: more than a little means that the machine was shared. */
    static double loadAtStart() {
        return LOAD_AT_START;
    }

    static ObjectNode describe() {
        return new ObjectMapper()
                .createObjectNode()
                .put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("loadAtStart", LOAD_AT_START)
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .put("java", System.getProperty("java.runtime.version"))
                .put("keycloak", System.getProperty("keycloak.version"));
    }
}
