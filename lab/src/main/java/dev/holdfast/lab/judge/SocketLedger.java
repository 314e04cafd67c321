package dev.holdfast.lab.judge;

import dev.holdfast.lab.judge.Routing.Stay;
import dev.holdfast.lab.judge.Sockets.Back;
import dev.holdfast.lab.judge.Sockets.Drop;
import dev.holdfast.lab.traffic.SocketEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Follows every WebSocket through its ledger. */
final class SocketLedger {
    private final JudgeInput input;
    private final Map<UUID, List<SocketEntry>> sockets;

    SocketLedger(JudgeInput input, List<SocketEntry> entries) {
        this.input = input;
        sockets = entries.stream()
                .filter(entry -> !entry.at().isAfter(input.until()))
                .sorted(Comparator.comparing(SocketEntry::at))
                .collect(Collectors.groupingBy(SocketEntry::id));
    }

    Sockets sockets() {
        List<Drop> drops = sockets.values().stream()
                .flatMap(lines -> drops(lines).stream())
                .sorted(Comparator.comparing(Drop::at))
                .toList();
        return new Sockets(
                sockets.values().stream().filter(this::heldAtFault).count(),
                sockets.values().stream().filter(SocketLedger::neverOpened).count(),
                drops);
    }

    List<Stay> stays() {
        return sockets.values().stream()
                .flatMap(lines -> stays(lines).stream())
                .sorted(Comparator.comparing(Stay::from))
                .toList();
    }

    private boolean heldAtFault(List<SocketEntry> lines) {
        return lines.stream()
                .filter(line -> !line.at().isAfter(input.faultAt()))
                .filter(line -> !(line instanceof SocketEntry.Missed))
                .reduce((_, later) -> later)
                .filter(SocketEntry.Opened.class::isInstance)
                .isPresent();
    }

    private static boolean neverOpened(List<SocketEntry> lines) {
        return lines.stream().noneMatch(SocketEntry.Opened.class::isInstance);
    }

    private List<Drop> drops(List<SocketEntry> lines) {
        var drops = new ArrayList<Drop>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i) instanceof SocketEntry.Lost lost && lost.at().isAfter(input.faultAt())) {
                drops.add(drop(lost, opened(lines.subList(i + 1, lines.size()))));
            }
        }
        return drops;
    }

    private Drop drop(SocketEntry.Lost lost, Optional<SocketEntry.Opened> next) {
        Instant end = next.map(SocketEntry::at).orElse(input.until());
        return new Drop(
                lost.id(),
                lost.route().client(),
                lost.region(),
                input.regionAt(lost.route().entrance()),
                lost.at(),
                lost.reason(),
                Duration.between(lost.lastHeard(), end),
                next.map(open -> new Back(open.at(), input.regionAt(open.route().entrance()))));
    }

    private static Optional<SocketEntry.Opened> opened(List<SocketEntry> lines) {
        return lines.stream()
                .filter(SocketEntry.Opened.class::isInstance)
                .map(SocketEntry.Opened.class::cast)
                .findFirst();
    }

    private List<Stay> stays(List<SocketEntry> lines) {
        var stays = new ArrayList<Stay>();
        for (int i = 0; i < lines.size(); i++) {
            SocketEntry line = lines.get(i);
            if (line instanceof SocketEntry.Missed missed) {
                stays.add(stay(line, missed.asked(), missed.asked(), true));
            }
            if (line instanceof SocketEntry.Opened opened) {
                stays.add(stay(line, opened.asked(), lastHeard(lines.subList(i + 1, lines.size())), false));
            }
        }
        return stays;
    }

    private Stay stay(SocketEntry line, Instant from, Instant until, boolean failed) {
        String region = input.regionAt(line.route().entrance());
        return new Stay(line.route().client(), line.region(), region, from, until, failed);
    }

    /** One that nothing more is known of was open to the end: nobody wrote down that it was not. */
    private Instant lastHeard(List<SocketEntry> later) {
        return later.stream()
                .flatMap(line -> switch (line) {
                    case SocketEntry.Lost lost -> Optional.of(lost.lastHeard()).stream();
                    case SocketEntry.Ended ended -> Optional.of(ended.lastHeard()).stream();
                    case SocketEntry.Opened opened -> Optional.of(opened.asked()).stream();
                    case SocketEntry.Missed missed -> Optional.of(missed.asked()).stream();
                })
                .findFirst()
                .filter(heard -> heard.isBefore(input.until()))
                .orElse(input.until());
    }
}
