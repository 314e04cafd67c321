package dev.holdfast.lab.judge;

import dev.holdfast.lab.judge.Durability.Fate;
import dev.holdfast.lab.judge.Durability.LostWrite;
import dev.holdfast.lab.traffic.LedgerEntry;
import dev.holdfast.lab.traffic.OrderDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Holds the acknowledged writes against the rows. */
final class Examination {
    private static final int EXAMPLES = 20;

    private final List<LedgerEntry.Acknowledged> acknowledged;
    private final Set<UUID> promised;
    private final Set<UUID> unacknowledged;
    private final Map<UUID, String> digests = new HashMap<>();
    private final Set<UUID> seen = new HashSet<>();
    private final Set<UUID> twice = new HashSet<>();
    private final Set<Integer> timelines = new TreeSet<>();

    Examination(List<LedgerEntry> entries) {
        acknowledged = entries.stream()
                .filter(LedgerEntry.Acknowledged.class::isInstance)
                .map(LedgerEntry.Acknowledged.class::cast)
                .sorted(Comparator.comparing(LedgerEntry.Acknowledged::ended))
                .toList();
        promised = acknowledged.stream().map(LedgerEntry::id).collect(Collectors.toSet());
        unacknowledged = entries.stream()
                .filter(entry -> entry instanceof LedgerEntry.Failed failed && failed.kind() == LedgerEntry.Kind.WRITE)
                .map(LedgerEntry::id)
                .filter(id -> !promised.contains(id))
                .collect(Collectors.toSet());
    }

    Durability examine(OrderRows rows, Instant faultAt) throws OrderRows.UnreadableException {
        rows.forEach(this::see);
        List<LostWrite> lost =
                acknowledged.stream().flatMap(write -> lost(write).stream()).toList();
        return new Durability(
                acknowledged.size(),
                lost.size(),
                span(lost, faultAt),
                lost.stream().limit(EXAMPLES).toList(),
                twice.size(),
                unacknowledged.stream().filter(seen::contains).count(),
                List.copyOf(timelines));
    }

    private void see(OrderRows.Row row) {
        UUID id = row.order().id();
        if (!seen.add(id)) {
            twice.add(id);
        }
        if (promised.contains(id)) {
            digests.put(id, OrderDigest.of(row.order()));
            timelines.add(row.timeline());
        }
    }

    private Optional<LostWrite> lost(LedgerEntry.Acknowledged write) {
        Optional<String> digest = Optional.ofNullable(digests.get(write.id()));
        if (digest.filter(write.digest()::equals).isPresent()) {
            return Optional.empty();
        }
        Fate fate = digest.isPresent() ? Fate.DIFFERENT : Fate.MISSING;
        return Optional.of(new LostWrite(write.id(), write.region(), write.ended(), fate));
    }

    private static Duration span(List<LostWrite> lost, Instant faultAt) {
        if (lost.isEmpty()) {
            return Duration.ZERO;
        }
        Instant newest = lost.getLast().acknowledged();
        Instant end = newest.isAfter(faultAt) ? newest : faultAt;
        return Duration.between(lost.getFirst().acknowledged(), end);
    }
}
