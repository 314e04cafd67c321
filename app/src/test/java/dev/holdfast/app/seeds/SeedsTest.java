package dev.holdfast.app.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Runs with random faults, deaths and orders")
class SeedsTest {
    private static final int SEEDS = Integer.getInteger("holdfast.seeds", 2000);

    @Test
    @DisplayName("keep every rule")
    void rules() {
        Tally tally = new Tally();
        List<Report> failed = new ArrayList<>();
        long began = System.nanoTime();
        LongStream.range(0, SEEDS).forEach(seed -> {
            Report report = new SeedRun(seed, Sabotage.NONE).play();
            tally.add(report.tally());
            if (!report.broken().isEmpty()) {
                failed.add(report);
            }
        });
        System.out.println(tally);
        System.out.println((System.nanoTime() - began) / 1_000_000 + " ms");
        failed.stream().limit(3).forEach(report -> System.out.println(report.text()));
        System.out.println(failed.size() + " "
                + failed.stream()
                        .map(r -> r.seed() + " " + r.broken().getFirst())
                        .limit(60)
                        .toList());
        assertThat(failed).isEmpty();
    }
}
