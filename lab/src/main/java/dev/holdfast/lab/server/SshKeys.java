package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The keys with which Holdfast and the hosts of the lab know each other. Made once, and kept. */
public final class SshKeys {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final LabDirectory directory;
    private final LabFiles files;
    private final LabContext context;

    public SshKeys(LabContext context) {
        this.context = context;
        this.directory = context.directory();
        this.files = context.files();
    }

    public static Path identity(LabDirectory directory) {
        return directory.ssh().resolve("id_ed25519");
    }

    public static Path knownHosts(LabDirectory directory) {
        return directory.ssh().resolve("known_hosts");
    }

    static Path hostKey(LabDirectory directory, LabRegion region) {
        return directory.ssh().resolve("host_" + region.shortName());
    }

    /** With this the host of a region reads what it copies from another. */
    static Path pullKey(LabDirectory directory, LabRegion region) {
        return directory.ssh().resolve("pull_" + region.shortName());
    }

    static Path authorizedKeys(LabDirectory directory) {
        return directory.ssh().resolve("authorized_keys");
    }

    static HostPort address(LabRegion region) {
        return new HostPort(region.host(), 2222);
    }

    public void prepare() {
        files.directory(directory.ssh());
        make(identity(directory), "holdfast-lab");
        context.plan().regions().forEach(region -> make(hostKey(directory, region), region.shortName()));
        files.write(authorizedKeys(directory), publicKey(identity(directory)) + "\n" + pullKeys(), "rw-r--r--");
        String known = context.plan().regions().stream()
                .map(region -> "[%s]:%d %s%n"
                        .formatted(
                                address(region).host(), address(region).port(), publicKey(hostKey(directory, region))))
                .collect(Collectors.joining());
        files.write(knownHosts(directory), known, "rw-r--r--");
    }

    private String pullKeys() {
        Path onlySend = files.write(
                directory.ssh().resolve("only-send"), Template.render("only-send.sh", Map.of()), "rwxr-xr-x");
        List<LabRegion> regions = context.plan().regions();
        regions.forEach(region -> make(pullKey(directory, region), "pull-" + region.shortName()));
        return regions.stream()
                .map(region -> "restrict,command=\"%s\" %s%n"
                        .formatted(Shell.quote(onlySend.toString()), publicKey(pullKey(directory, region))))
                .collect(Collectors.joining());
    }

    private void make(Path key, String comment) {
        if (!Files.exists(key)) {
            Shell.check(
                    context.account()
                            .command(List.of(
                                    "ssh-keygen",
                                    "-q",
                                    "-t",
                                    "ed25519",
                                    "-N",
                                    "",
                                    "-C",
                                    comment,
                                    "-f",
                                    key.toString())),
                    LIMIT);
        }
    }

    private static String publicKey(Path key) {
        try {
            return Files.readString(Path.of(key + ".pub")).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the public half of " + key, e);
        }
    }
}
