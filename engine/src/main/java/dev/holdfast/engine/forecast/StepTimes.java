package dev.holdfast.engine.forecast;

import static java.util.Map.entry;

import dev.holdfast.engine.forecast.StepEstimate.Basis;
import dev.holdfast.engine.history.Durations;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Estimates how long steps take: from their history on this site, else from what is declared here, else from their time limit.
 *
 * <p>Checks leave no history, because only steps that did something do.
 */
public final class StepTimes {
    private static final int SAMPLES = 50;
    private static final int EXPECTED = 50;
    private static final int WORST = 95;
    /** A limit is set with room to spare. */
    private static final int SHARE_OF_LIMIT = 4;

    /** Rounded up from what was measured with small databases in three regions; a big one makes its own history. */
    private static final Map<String, Span> DECLARED = Map.ofEntries(
            entry("verify-database-failure", span(100, 500)),
            entry("select-best-replica", span(100, 2_000)),
            entry("fence-primary", span(300, 5_000)),
            entry("promote-replica", span(500, 15_000)),
            entry("update-database-endpoints", span(200, 3_000)),
            entry("verify-app-connectivity", span(200, 5_000)),
            entry("update-app-configs", span(500, 10_000)),
            entry("verify-data-consistency", span(5_000, 60_000)),
            entry("rebuild-database", span(30_000, 600_000)),
            entry("verify-recovery", span(500, 10_000)),
            entry("assess-region-failure", span(2_000, 10_000)),
            entry("check-region-health", span(1_500, 10_000)),
            entry("region-failover", span(2_000, 30_000)),
            entry("redirect-regional-traffic", span(2_000, 30_000)),
            entry("update-dns-records", span(500, 5_000)),
            entry("verify-traffic-routing", span(2_000, 10_000)),
            entry("scale-healthy-regions", span(10_000, 120_000)));

    private final StepHistory history;
    private final Catalogue catalogue;

    public StepTimes(StepHistory history, Catalogue catalogue) {
        this.history = history;
        this.catalogue = catalogue;
    }

    public StepEstimate of(Step step) {
        String command = catalogue
                .find(step.operation())
                .map(operation -> operation.declaration().command())
                .orElse(step.operation());
        List<Duration> samples = history.durations(command, SAMPLES);
        Optional<Duration> expected = Durations.percentile(samples, EXPECTED);
        Optional<Duration> worst = Durations.percentile(samples, WORST);
        if (expected.isPresent() && worst.isPresent()) {
            return new StepEstimate(step.id(), new Span(expected.get(), worst.get()), Basis.HISTORY, samples.size());
        }
        return Optional.ofNullable(DECLARED.get(command))
                .map(span -> new StepEstimate(step.id(), span, Basis.DECLARED, 0))
                .orElseGet(() -> byLimit(step));
    }

    private static StepEstimate byLimit(Step step) {
        Duration limit = step.limits().timeout();
        return new StepEstimate(step.id(), new Span(limit.dividedBy(SHARE_OF_LIMIT), limit), Basis.LIMIT, 0);
    }

    private static Span span(long expectedMillis, long worstMillis) {
        return new Span(Duration.ofMillis(expectedMillis), Duration.ofMillis(worstMillis));
    }
}
