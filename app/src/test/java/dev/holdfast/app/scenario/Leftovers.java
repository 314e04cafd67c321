package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.ServerStatus;
import dev.holdfast.lab.process.MachineClaim;
import dev.holdfast.lab.process.Ports;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.process.ProcessTable;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a lab could leave behind.
 *
 * @param root holds every file of it
 * @param subnet tells it from other labs
 * @param addresses that its servers listened on
 */
record Leftovers(Path root, String subnet, List<HostPort> addresses) {

    /** Of a lab that is up, because afterwards nobody knows where it listened. */
    static Leftovers of(Lab lab, Path root) {
        List<HostPort> addresses = lab.status().servers().stream()
                .map(ServerStatus::address)
                .map(Leftovers::hostPort)
                .toList();
        return new Leftovers(root, lab.plan().subnet(), addresses);
    }

    private static HostPort hostPort(String text) {
        int colon = text.indexOf(':');
        return new HostPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    void assertNone() {
        assertThat(addresses).as("addresses of the lab").isNotEmpty();
        assertThat(Ports.taken(addresses)).as("ports").isEmpty();
        assertThat(processes()).as("processes").isEmpty();
        assertThat(root).doesNotExist();
        assertThat(claims()).as("claims").isEmpty();
    }

    /** Those that name the directory, or work in it. */
    private List<String> processes() {
        return ProcessTable.all().stream()
                .map(ProcessEntry::pid)
                .filter(pid -> commandLine(pid).contains(root.toString())
                        || ProcessTable.workingDirectory(pid)
                                .filter(path -> path.startsWith(root))
                                .isPresent())
                .map(ProcessTable::describe)
                .toList();
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private List<Path> claims() {
        try (Stream<Path> files = Files.list(MachineClaim.place())) {
            return files.filter(file -> file.getFileName().toString().startsWith("holdfast-lab-" + subnet + "-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
