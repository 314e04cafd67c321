package dev.holdfast.lab.judge;

import dev.holdfast.lab.judge.Obstacle.Kind;
import dev.holdfast.lab.traffic.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the clients of one region, or of all, saw of the service between the beginning and the end of the observation. */
final class Observation {
    private static final double MOST_FAILING = 0.1;

    private final String region;
    private final JudgeInput input;
    private final List<LedgerEntry> entries;
    private final List<Instant> before;
    private final List<Instant> after;

    Observation(String region, JudgeInput input, List<LedgerEntry> ledger) {
        this.region = region;
        this.input = input;
        entries = ledger.stream()
                .filter(entry ->
                        !entry.ended().isBefore(input.from()) && !entry.sent().isAfter(input.until()))
                .toList();
        List<Instant> acknowledgements = entries.stream()
                .filter(LedgerEntry.Acknowledged.class::isInstance)
                .map(LedgerEntry::ended)
                .sorted()
                .toList();
        before = acknowledgements.stream()
                .filter(at -> !at.isAfter(input.faultAt()))
                .toList();
        after = acknowledgements.stream()
                .filter(at -> at.isAfter(input.faultAt()))
                .toList();
    }

    Service service() {
        Optional<Outage> outage = outage();
        long failed = count(LedgerEntry.Failed.class);
        return new Service(
                region,
                outage,
                new Service.Requests(
                        before.size() + after.size(),
                        count(LedgerEntry.Read.class),
                        failed,
                        outage.map(this::failedDuring).orElse(failed),
                        failures()));
    }

    private Map<LedgerEntry.Failure, Long> failures() {
        return entries.stream()
                .filter(LedgerEntry.Failed.class::isInstance)
                .map(LedgerEntry.Failed.class::cast)
                .collect(Collectors.groupingBy(LedgerEntry.Failed::failure, Collectors.counting()));
    }

    List<Obstacle> obstacles() {
        if (entries.isEmpty()) {
            return List.of(new Obstacle(Kind.NO_TRAFFIC, region, "the ledger has no line from the time observed"));
        }
        var obstacles = new ArrayList<Obstacle>();
        if (before.isEmpty()) {
            obstacles.add(new Obstacle(
                    Kind.NOT_SERVED_BEFORE,
                    region,
                    "no write was acknowledged between " + input.from() + " and the fault"));
        }
        if (after.isEmpty()) {
            obstacles.add(new Obstacle(
                    Kind.NOT_SERVED_AFTER,
                    region,
                    "no write was acknowledged in the " + watched() + " from the fault to the end"));
            return obstacles;
        }
        if (watched().compareTo(settled()) < 0) {
            obstacles.add(new Obstacle(
                    Kind.WATCHED_TOO_SHORT,
                    region,
                    "watched for " + watched() + ", an outage shows after " + settled()));
        }
        if (silentAtEnd()) {
            obstacles.add(new Obstacle(
                    Kind.SILENT_AT_END,
                    region,
                    "the last write was acknowledged " + silence() + " before the end, which is more than "
                            + settled()));
        }
        failingAtEnd().ifPresent(obstacles::add);
        return obstacles;
    }

    private Optional<Outage> outage() {
        if (before.isEmpty() && after.isEmpty()) {
            return Optional.empty();
        }
        Instant last = before.isEmpty() ? input.faultAt() : before.getLast();
        if (after.isEmpty()) {
            return Optional.of(new Outage(last, Optional.empty(), Duration.between(last, input.until())));
        }
        if (silentAtEnd()) {
            return Optional.of(new Outage(after.getLast(), Optional.empty(), silence()));
        }
        var longest = new Outage(last, Optional.of(last), Duration.ZERO);
        for (Instant next : after) {
            Duration gap = Duration.between(last, next);
            if (gap.compareTo(longest.length()) > 0) {
                longest = new Outage(last, Optional.of(next), gap);
            }
            last = next;
        }
        return Optional.of(longest);
    }

    private boolean silentAtEnd() {
        return silence().compareTo(settled()) > 0;
    }

    private Duration silence() {
        return Duration.between(after.getLast(), input.until());
    }

    private Duration watched() {
        return Duration.between(input.faultAt(), input.until());
    }

    private Duration settled() {
        return Silence.usual(before);
    }

    private Optional<Obstacle> failingAtEnd() {
        Instant begin = input.until().minus(settled());
        List<LedgerEntry> last = entries.stream()
                .filter(entry -> entry.ended().isAfter(begin) && !entry.ended().isAfter(input.until()))
                .toList();
        long failed = last.stream().filter(LedgerEntry.Failed.class::isInstance).count();
        if (failed <= last.size() * MOST_FAILING) {
            return Optional.empty();
        }
        return Optional.of(new Obstacle(
                Kind.FAILING_AT_END,
                region,
                "%d of the %d requests in the last %s failed".formatted(failed, last.size(), settled())));
    }

    private long failedDuring(Outage outage) {
        Instant end = outage.firstAfter().orElse(input.until());
        return entries.stream()
                .filter(LedgerEntry.Failed.class::isInstance)
                .filter(entry ->
                        !entry.ended().isBefore(outage.since()) && !entry.sent().isAfter(end))
                .count();
    }

    private long count(Class<? extends LedgerEntry> type) {
        return entries.stream().filter(type::isInstance).count();
    }
}
