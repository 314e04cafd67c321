package dev.holdfast.app.command;

import dev.holdfast.app.terminal.Durations;
import dev.holdfast.app.terminal.LiveLine;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.lab.traffic.Traffic;
import dev.holdfast.lab.traffic.TrafficOptions;
import dev.holdfast.lab.traffic.TrafficOptions.Rates;
import dev.holdfast.lab.traffic.TrafficRegion;
import dev.holdfast.lab.traffic.TrafficSnapshot;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;

/** The lab's clients, for people to look at and for a drill to start as a process of its own. */
final class TrafficCommands {
    private static final String LEDGER = "--ledger";
    private static final String DNS = "--dns";
    private static final String CLIENTS = "--clients";
    private static final int USUAL_CLIENTS = 4;
    private static final String DURATION = "--duration";
    private static final String WRITES = "--writes";
    private static final String READS = "--reads";

    private TrafficCommands() {}

    static CommandNode traffic() {
        return new CommandNode.Leaf(
                "traffic",
                "Send orders as clients of every region do, and show how they fare",
                TrafficCommands::arguments,
                TrafficCommands::watch);
    }

    static CommandNode entryPoint() {
        return new CommandNode.Leaf(
                "lab-traffic",
                "Be the lab's clients: a line of JSON four times a second",
                TrafficCommands::arguments,
                invocation -> {
                    Traffic.run(options(invocation), invocation.terminal().out());
                    return 0;
                });
    }

    private static List<ArgSpec> arguments() {
        return List.of(
                Arguments.option(DURATION, "DURATION", "How long; until it is interrupted when silent."),
                Arguments.flag(
                        DNS, "Clients in every country find the service through DNS, and hold WebSockets as well."),
                Arguments.option(CLIENTS, "NUMBER", "Clients of each country, with " + DNS + " (4 when silent)."),
                Arguments.option(WRITES, "NUMBER", "Writes a second of each region (40 when silent; 24 with --dns)."),
                Arguments.option(READS, "NUMBER", "Reads a second of each region (20 when silent; 12 with --dns)."),
                Arguments.option(LEDGER, "DIRECTORY", "Where the ledgers of what was acknowledged go."));
    }

    private static int watch(Invocation invocation) {
        TrafficOptions options = options(invocation);
        if (invocation.json()) {
            Traffic.run(options, invocation.terminal().out());
            return 0;
        }
        AtomicReference<Optional<TrafficSnapshot>> last = new AtomicReference<>(Optional.empty());
        try (LiveLine line = new LiveLine(invocation.terminal());
                Traffic traffic = Traffic.start(options, snapshot -> {
                    last.set(Optional.of(snapshot));
                    line.show(() -> words(snapshot));
                })) {
            traffic.await();
        }
        last.get().ifPresent(snapshot -> invocation.print(List.of(total(snapshot))));
        invocation.print(List.of("ledgers: " + options.ledgerDirectory()));
        return 0;
    }

    private static String words(TrafficSnapshot snapshot) {
        TrafficSnapshot.RegionSnapshot all = snapshot.total();
        return "%s  %d writes/s  %d reads/s  %d errors/s  p50 %s  p99 %s  last write %s ago%s"
                .formatted(
                        Durations.clock(snapshot.elapsed()),
                        all.lastSecond().acknowledged(),
                        all.lastSecond().read(),
                        all.lastSecond().failed(),
                        Durations.show(all.latency().p50()),
                        Durations.show(all.latency().p99()),
                        Durations.show(all.silence()),
                        entrances(snapshot));
    }

    /** Only of interest where clients may change them. */
    private static String entrances(TrafficSnapshot snapshot) {
        return snapshot.entrances().stream()
                .filter(entrance -> entrance.sockets() > 0 || entrance.lastSecond() > 0)
                .map(entrance -> "  %s: %d/s %d sockets"
                        .formatted(entrance.address(), entrance.lastSecond(), entrance.sockets()))
                .collect(Collectors.joining());
    }

    private static String total(TrafficSnapshot snapshot) {
        TrafficSnapshot.Totals totals = snapshot.total().totals();
        return "in %s: %d writes acknowledged, %d reads, %d of them contradicted an acknowledged write, %d errors"
                .formatted(
                        Durations.show(snapshot.elapsed()),
                        totals.acknowledged(),
                        totals.read(),
                        totals.contradicted(),
                        totals.failed());
    }

    private static TrafficOptions options(Invocation invocation) {
        Optional<String> topology = invocation
                .option("--topology")
                .or(() -> Optional.of(
                        invocation.surroundings().labDirectory().topology().toString()));
        try (Installation installation = invocation.installation(topology)) {
            Path ledger = invocation
                    .option(LEDGER)
                    .map(invocation.surroundings()::resolve)
                    .orElseGet(() -> installation
                            .stateDirectory()
                            .resolve("traffic")
                            .resolve(Instant.now().toString().replace(':', '-')));
            return new TrafficOptions(
                    ledger,
                    regions(invocation, installation.topology()),
                    rates(invocation),
                    TrafficOptions.TIMEOUT,
                    duration(invocation));
        }
    }

    private static List<TrafficRegion> regions(Invocation invocation, Topology topology) {
        if (!invocation.flag(DNS)) {
            return LabClients.straight(topology);
        }
        int each = number(invocation, CLIENTS).map(Double::intValue).orElse(USUAL_CLIENTS);
        return LabClients.roaming(topology, each);
    }

    private static Rates rates(Invocation invocation) {
        Rates usual = invocation.flag(DNS) ? Rates.ROAMING : Rates.STRAIGHT;
        return new Rates(
                number(invocation, WRITES).orElse(usual.writes()),
                number(invocation, READS).orElse(usual.reads()),
                usual.sockets());
    }

    private static Optional<Duration> duration(Invocation invocation) {
        return invocation.option(DURATION).map(DurationText::parse);
    }

    private static Optional<Double> number(Invocation invocation, String option) {
        return invocation.option(option).map(text -> {
            if (!text.matches("\\d{1,6}(\\.\\d{1,3})?")) {
                throw new HoldfastException(
                        ErrorCode.PARAMETER_INVALID, "%s takes a number, not '%s'".formatted(option, text));
            }
            return Double.valueOf(text);
        });
    }
}
