package io.github.consentgrants.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.history.Operation.Kind;
import io.github.consentgrants.history.Operation.Outcome;
import io.github.consentgrants.testing.KeycloakCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("faults")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("Given a table of grants on a disk of its own")
final class DiskFullIT {
    private final KeycloakCluster cluster = FaultCluster.shared();

    @Test
    @DisplayName("when the disk is full, then approvals are refused, and succeed again when there is room")
    void full() throws Exception {
        Path disk = Files.createTempDirectory("cg-disk");
        mount(disk);
        try (Scene scene = new Scene(cluster)) {
            Path space = Files.createDirectory(disk.resolve("space"));
            cluster.postgres().execute("CREATE TABLESPACE small LOCATION '" + space + "'");
            cluster.postgres().execute("ALTER TABLE cg_consent_grant SET TABLESPACE small");
            scene.withClients(3).during(() -> fill(disk));
            TimeUnit.SECONDS.sleep(10);
            assertThat(scene.history().operations())
                    .anyMatch(operation -> operation.is(Kind.MINT, Outcome.REFUSED)
                            && operation.detail().startsWith("503"));
            Files.delete(disk.resolve("ballast"));
            scene.recoversAndHolds();
        } finally {
            cluster.postgres().execute("ALTER TABLE cg_consent_grant SET TABLESPACE pg_default");
            cluster.postgres().execute("DROP TABLESPACE IF EXISTS small");
            run("umount", disk.toString());
        }
    }

    private static void mount(Path disk) throws IOException, InterruptedException {
        String reason = "A small file system cannot be mounted here: that takes root";
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m,mode=777", "tmpfs", disk.toString()) == 0;
        if (!mounted) {
            System.out.println("SKIPPED: " + reason);
        }
        Assumptions.assumeTrue(mounted, reason);
    }

    private static void fill(Path disk) throws IOException {
        byte[] block = new byte[4096];
        try (var ballast = Files.newOutputStream(disk.resolve("ballast"))) {
            while (true) {
                ballast.write(block);
            }
        } catch (IOException e) {
            // Full, as wanted.
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        return process.waitFor();
    }
}
