package io.github.consentgrants.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner's own arithmetic: a benchmark is worth what its ratios are. */
class ReportTest {
    private static final Settings SETTINGS = new Settings(4, 1, Duration.ofSeconds(1), 10, List.of());

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Report report = new Report(new PrintStream(out, true, StandardCharsets.UTF_8));

    @Test
    void ofWhenQuantileLiesBetweenSamplesThenInterpolated() {
        List<Integer> samples = List.of(40, 10, 30, 20);

        assertThat(Quantiles.of(samples, 0)).isEqualTo(10);
        assertThat(Quantiles.of(samples, 0.5)).isEqualTo(25);
        assertThat(Quantiles.of(samples, 1)).isEqualTo(40);
    }

    @Test
    void isMetByWhenAtTheLimitThenMet() {
        assertThat(Goal.atLeast(0.9).isMetBy(0.9)).isTrue();
        assertThat(Goal.atLeast(0.9).isMetBy(0.89)).isFalse();
        assertThat(Goal.atMost(1.2).isMetBy(1.2)).isTrue();
        assertThat(Goal.atMost(1.2).isMetBy(1.21)).isFalse();
        assertThat(Goal.reported().isMetBy(99)).isTrue();
    }

    @Test
    void compareWhenRunThenTurnsAlternateAndWarmUpDoesNotCount(@TempDir Path directory) throws Exception {
        List<String> turns = new ArrayList<>();
        double[] slow = {1000, 10, 20, 30, 40};
        double[] fast = {1000, 50, 50, 50, 50};
        int[] calls = new int[2];

        report.begin("suite");
        new Rounds(SETTINGS, report)
                .compare(
                        "work",
                        Map.of("per second", Goal.atLeast(3)),
                        new Rounds.Named("slow", () -> {
                            turns.add("slow");
                            return Map.of("per second", slow[calls[0]++]);
                        }),
                        new Rounds.Named("fast", () -> {
                            turns.add("fast");
                            return Map.of("per second", fast[calls[1]++]);
                        }));
        report.print();
        Path file = directory.resolve("bench.json");
        report.write(file, SETTINGS);

        assertThat(turns)
                .containsExactly("fast", "slow", "slow", "fast", "fast", "slow", "slow", "fast", "fast", "slow");
        JsonNode row =
                new ObjectMapper().readTree(file.toFile()).path("comparisons").get(0);
        assertThat(row.path("ratio").asDouble()).isEqualTo(2);
        assertThat(row.path("met").asBoolean()).isFalse();
        assertThat(row.path("baseline").path("min").asDouble()).isEqualTo(10);
        assertThat(row.path("baseline").path("max").asDouble()).isEqualTo(40);
        assertThat(ImageIO.read(directory.resolve("bench-suite.png").toFile()).getWidth())
                .isGreaterThan(100);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("slow 25.0 (10.0 to 40.0)", "MISSED");
    }
}
