package dev.holdfast.lab.fault;

import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.ControlGroup;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.process.ProcessRecord;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.lab.server.LabContext;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Begins the faults of whole regions. */
final class RegionFaults {
    private static final String AWAKE_SECONDS = "0.1";

    private final LabContext context;
    private final LastingFaults lasting;
    private final PacketFilter filter;

    RegionFaults(LabContext context, LastingFaults lasting, PacketFilter filter) {
        this.context = context;
        this.lasting = lasting;
        this.filter = filter;
    }

    Begun begin(RegionFault fault) {
        RegionProcesses processes = processes(fault.target());
        if (processes.all().isEmpty()) {
            throw new HoldfastException(
                    ErrorCode.LAB_DOWN, "'%s' needs %s to run".formatted(fault.sentence(), fault.target()));
        }
        return switch (fault) {
            case RegionFault.Crash crash -> crash(crash, processes);
            case RegionFault.Hang hang -> hang(hang, processes);
            case RegionFault.Slow slow -> slow(slow, processes);
            case RegionFault.Blackhole hole ->
                drop(hole, RegionPackets.blackhole(region(hole.target()), group(hole, processes)));
            case RegionFault.Partition partition -> partition(partition, processes);
        };
    }

    private LabRegion region(String name) {
        return context.plan().regions().stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(ErrorCode.COMPONENT_UNKNOWN, "The lab has no region " + name));
    }

    private RegionProcesses processes(String region) {
        return new RegionProcesses(context, region(region));
    }

    /** While its mark is there, nobody starts anything in the region; it names the servers that ran. */
    private Begun crash(RegionFault.Crash crash, RegionProcesses processes) {
        Path mark = context.directory().lostRegion(crash.target());
        return lasting.begin(crash, crash.target(), "rm -f " + Shell.quote(mark.toString()), () -> {
            context.files().write(mark, String.join("\n", processes.servers()) + "\n", "rw-r--r--");
            processes.kill();
        });
    }

    private Begun hang(RegionFault.Hang hang, RegionProcesses processes) {
        Path paused = context.directory().faults().resolve("hang-%s.processes".formatted(hang.target()));
        return lasting.begin(hang, hang.target(), resume(paused), () -> {
            // Before the first is paused, so that they are woken also when this process dies in between.
            context.files().write(paused, records(processes.all()), "rw-r--r--");
            processes.pause();
            context.files().write(paused, records(processes.all()), "rw-r--r--");
        });
    }

    private static String records(List<ProcessEntry> processes) {
        return processes.stream()
                .map(process -> ProcessRecord.of(process).line() + "\n")
                .collect(Collectors.joining());
    }

    /** Wakes those that were paused; an id that is somebody else's by now is left alone. */
    private static String resume(Path paused) {
        return """
                while read -r pid start boot; do
                    now=$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d' ' -f20)
                    if [ "$now" = "$start" ]; then kill -CONT "$pid" 2>/dev/null || true; fi
                done <%1$s
                rm -f %1$s""".formatted(Shell.quote(paused.toString()));
    }

    /** Latency as the processes' absence: this machine's network has no delay to offer. */
    private Begun slow(RegionFault.Slow slow, RegionProcesses processes) {
        ControlGroup group = group(slow, processes);
        String pacer = "slow-" + slow.target();
        String end = """
                if read -r pid rest <%s; then kill -s KILL -- "-$pid" 2>/dev/null || true; fi
                %s || true""".formatted(Shell.quote(context.daemons().recordOf(pacer).toString()), group.freeze(false));
        return lasting.begin(
                slow,
                slow.target(),
                end,
                () -> context.daemons()
                        .startAsSelf(
                                pacer,
                                List.of(
                                        "sh",
                                        "-c",
                                        "while :; do %s; sleep %s; %s; sleep %s; done"
                                                .formatted(
                                                        group.freeze(true),
                                                        slow.millis() / 1000.0,
                                                        group.freeze(false),
                                                        AWAKE_SECONDS)),
                                context.directory().faults().resolve("slow.log")));
    }

    private Begun partition(RegionFault.Partition partition, RegionProcesses processes) {
        return drop(
                partition,
                RegionPackets.partition(
                        region(partition.target()),
                        group(partition, processes),
                        region(partition.other()),
                        group(partition, processes(partition.other()))));
    }

    private Begun drop(RegionFault fault, String chains) {
        filter.requirePermission(fault.sentence());
        String table = filter.tableFor(fault.sentence());
        return lasting.begin(
                fault, fault.target(), PacketFilter.drop(table), () -> PacketFilter.install(table, chains));
    }

    private static ControlGroup group(RegionFault fault, RegionProcesses processes) {
        if (!Faults.mayTellRegionsApart()) {
            throw new HoldfastException(
                    ErrorCode.FAULT_NOT_PERMITTED,
                    "'%s' tells the processes of a region by their control group, which needs root and control groups of version 2"
                            .formatted(fault.sentence()));
        }
        return processes.adopted();
    }

    /** The servers that ran in regions that are lost to a crash now. */
    List<String> lostServers() {
        return context.plan().regions().stream()
                .map(region -> context.directory().lostRegion(region.name()))
                .filter(Files::exists)
                .flatMap(RegionFaults::lines)
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().filter(line -> !line.isBlank());
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }
}
