package dev.holdfast.lab.process;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says to everybody on this machine which lab has the addresses: a file a user, in a place that all can read, with the lab's
 * directory and the processes that show that it is alive. A claim whose processes are all gone, because of a reboot or of
 * kill -9, counts for nothing.
 */
public final class MachineClaim {
    private static final String PREFIX = "holdfast-lab-";

    private final Path place;
    private final String subnet;
    private final LabDirectory directory;

    public MachineClaim(Path place, String subnet, LabDirectory directory) {
        this.place = place;
        this.subnet = subnet;
        this.directory = directory;
    }

    /** Where claims of this machine lie. */
    public static Path place() {
        Path locks = Path.of("/run/lock");
        return Files.isWritable(locks) ? locks : Path.of("/tmp");
    }

    /** Claims the addresses, or throws when a living lab in another directory has them. */
    public void take(List<ProcessEntry> alive) {
        refuseOthers();
        List<String> lines = new ArrayList<>(List.of(directory.root().toString()));
        alive.forEach(entry -> lines.add(ProcessRecord.of(entry).line()));
        try {
            Files.write(own(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException("claiming the lab's addresses in " + own(), e);
        }
    }

    /** Gives the addresses back. Repeatable. */
    public void release() {
        try {
            if (read(own())
                    .filter(claim -> claim.directory().equals(directory.root().toString()))
                    .isPresent()) {
                Files.deleteIfExists(own());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + own(), e);
        }
    }

    private void refuseOthers() {
        others().forEach(claim -> {
            throw new HoldfastException(
                    ErrorCode.LAB_ELSEWHERE,
                    "The lab in %s is running and has the addresses %s.*; this one would be in %s"
                            .formatted(claim.directory(), subnet, directory.root()),
                    "stop it with `HOLDFAST_LAB=%s holdfast lab down`".formatted(claim.directory()),
                    null);
        });
    }

    private Stream<Claim> others() {
        List<Claim> claims = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place, PREFIX + subnet + "-*")) {
            files.forEach(file -> read(file).ifPresent(claims::add));
        } catch (IOException e) {
            throw new UncheckedIOException("reading claims in " + place, e);
        }
        return claims.stream()
                .filter(claim ->
                        !Objects.equals(claim.directory(), directory.root().toString()))
                .filter(Claim::alive);
    }

    private Path own() {
        return place.resolve(PREFIX + subnet + "-" + System.getProperty("user.name"));
    }

    private static Optional<Claim> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Claim(
                            lines.getFirst(),
                            lines.stream()
                                    .skip(1)
                                    .map(ProcessRecord::parse)
                                    .flatMap(Optional::stream)
                                    .toList()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private record Claim(String directory, List<ProcessRecord> processes) {
        boolean alive() {
            return processes.stream().anyMatch(record -> record.process().isPresent());
        }
    }
}
