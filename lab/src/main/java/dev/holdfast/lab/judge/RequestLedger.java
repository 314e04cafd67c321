package dev.holdfast.lab.judge;

import dev.holdfast.lab.judge.ClientsOfRegion.Waiting;
import dev.holdfast.lab.judge.Routing.Visit;
import dev.holdfast.lab.traffic.LedgerEntry;
import dev.holdfast.lab.traffic.LedgerEntry.Acknowledged;
import dev.holdfast.lab.traffic.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Follows every client through the ledger of requests. */
final class RequestLedger {
    private final JudgeInput input;
    private final List<LedgerEntry> entries;

    RequestLedger(JudgeInput input, List<LedgerEntry> entries) {
        this.input = input;
        this.entries = entries.stream()
                .filter(entry ->
                        !entry.ended().isBefore(input.from()) && !entry.sent().isAfter(input.until()))
                .toList();
    }

    List<Visit> visits() {
        return entries.stream()
                .filter(entry -> !entry.route().entrance().equals(Route.NOWHERE))
                .map(entry -> new Visit(
                        entry.sent(),
                        entry.route().client(),
                        entry.region(),
                        input.regionAt(entry.route().entrance()),
                        entry instanceof LedgerEntry.Failed))
                .sorted(Comparator.comparing(Visit::at))
                .toList();
    }

    ClientsOfRegion clientsOf(String region) {
        List<Acknowledged> writes = entries.stream()
                .filter(entry -> entry.region().equals(region))
                .filter(Acknowledged.class::isInstance)
                .map(Acknowledged.class::cast)
                .sorted(Comparator.comparing(Acknowledged::ended))
                .toList();
        Map<String, List<Acknowledged>> byClient = writes.stream()
                .collect(Collectors.groupingBy(write -> write.route().client()));
        List<Waiting> waits =
                byClient.values().stream().flatMap(own -> waiting(own).stream()).toList();
        return new ClientsOfRegion(
                region,
                waits.size(),
                waits.stream().max(Comparator.comparing(Waiting::outage, RequestLedger::compare)),
                shares(writes, write -> !isAfterFault(write)),
                shares(writes, this::isAfterFault));
    }

    /** One that still waits has waited longest. */
    private static int compare(Outage one, Outage other) {
        return Comparator.comparing(Outage::ongoing)
                .thenComparing(Outage::length)
                .compare(one, other);
    }

    private Map<String, Long> shares(List<Acknowledged> writes, Predicate<Acknowledged> counted) {
        return writes.stream()
                .filter(counted)
                .collect(Collectors.groupingBy(
                        write -> input.regionAt(write.route().entrance()), Collectors.counting()));
    }

    private boolean isAfterFault(Acknowledged write) {
        return write.ended().isAfter(input.faultAt());
    }

    /** Empty for a client that was not served before the fault: nothing shows what the fault took from it. */
    private Optional<Waiting> waiting(List<Acknowledged> writes) {
        List<Acknowledged> before =
                writes.stream().filter(write -> !isAfterFault(write)).toList();
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Acknowledged last = before.getLast();
        Optional<Waiting> longest = Optional.empty();
        for (Acknowledged next : writes.subList(before.size(), writes.size())) {
            longest = longer(longest, ended(last, next));
            last = next;
        }
        Instant usual = last.ended()
                .plus(Silence.usual(before.stream().map(Acknowledged::ended).toList()));
        if (longest.isEmpty() || usual.isBefore(input.until())) {
            return Optional.of(ongoing(last));
        }
        return longest;
    }

    private static Optional<Waiting> longer(Optional<Waiting> one, Waiting other) {
        return one.filter(longest ->
                        longest.outage().length().compareTo(other.outage().length()) >= 0)
                .or(() -> Optional.of(other));
    }

    private Waiting ended(Acknowledged last, Acknowledged next) {
        Duration length = Duration.between(last.ended(), next.ended());
        return new Waiting(
                next.route().client(),
                next.route().country(),
                new Outage(last.ended(), Optional.of(next.ended()), length),
                Optional.of(input.regionAt(next.route().entrance())));
    }

    private Waiting ongoing(Acknowledged last) {
        Duration length = Duration.between(last.ended(), input.until());
        return new Waiting(
                last.route().client(),
                last.route().country(),
                new Outage(last.ended(), Optional.empty(), length),
                Optional.empty());
    }
}
