package dev.holdfast.drivers.regional;

import dev.holdfast.drivers.ssh.TestMachine;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.engine.spi.RegionalDataDriver;
import dev.holdfast.model.region.CopyState;
import dev.holdfast.model.topology.HostSpec;
import dev.holdfast.model.topology.Objective;
import dev.holdfast.model.topology.RegionalDataSpec;
import dev.holdfast.model.topology.RegionalDataSpec.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The regions {@code here} and {@code there} on a test machine: data of {@code here} is copied to {@code there}. */
final class TwoRegions implements AutoCloseable {
    static final String HERE = "here";
    static final String THERE = "there";
    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Pattern LITERAL = Pattern.compile("Literal data: (\\d+) bytes");

    private final TestMachine machine;
    private final List<String> told = new ArrayList<>();

    private TwoRegions(TestMachine machine) {
        this.machine = machine;
    }

    static TwoRegions start() throws IOException {
        return new TwoRegions(TestMachine.start());
    }

    TestMachine machine() {
        return machine;
    }

    Path directory() {
        return machine.directory();
    }

    /** Binds data whose places have these settings, besides those for rsync. */
    RegionalData bind(RegionalDataDriver driver, Map<String, String> here, Map<String, String> there) {
        RegionalDataSpec spec = new RegionalDataSpec(
                "data",
                driver.name(),
                new Objective(Duration.ofMinutes(15), Duration.ofMinutes(5)),
                List.of(
                        new Place(HERE, "machine", List.of(THERE), settings(here)),
                        new Place(THERE, "machine", List.of(), settings(there))));
        HostCommands commands = machine.commands();
        return driver.bind(spec, _ -> commands);
    }

    private Map<String, String> settings(Map<String, String> own) {
        HostSpec host = machine.spec();
        Map<String, String> settings = new HashMap<>(own);
        settings.put("ssh", host.user() + "@" + host.address());
        settings.put("identity_file", host.identityFile());
        settings.put("known_hosts", host.knownHosts());
        settings.put("from", machine.address(7));
        return settings;
    }

    CopyState compare(RegionalData data) {
        return data.compare(HERE, THERE, LIMIT);
    }

    /** Copies without a limit of the bandwidth, and remembers what was told. */
    void copy(RegionalData data) {
        told.clear();
        data.copy(HERE, THERE, Optional.empty(), told::add, LIMIT);
    }

    List<String> told() {
        return told;
    }

    /** The programs that copy between both regions now. */
    List<ProcessHandle> copying() {
        return ProcessHandle.allProcesses()
                .filter(process -> !process.equals(ProcessHandle.current()))
                .filter(process -> {
                    String line = commandLine(process.pid());
                    return line.contains("rsync ") && line.contains(directory().toString());
                })
                .toList();
    }

    private static String commandLine(long pid) {
        try {
            return new String(
                            Files.readAllBytes(Path.of("/proc", String.valueOf(pid), "cmdline")),
                            StandardCharsets.UTF_8)
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    /** How many bytes of files the last run of rsync sent, by its own statistics. */
    static long sent(Path home) {
        Matcher literal = LITERAL.matcher(log(home));
        if (!literal.find()) {
            throw new AssertionError("no statistics in " + log(home));
        }
        return Long.parseLong(literal.group(1));
    }

    /** What rsync was told, and what it said. */
    static String log(Path home) {
        try {
            return Files.readString(home.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        machine.close();
    }
}
