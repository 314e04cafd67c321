package dev.holdfast.lab.process;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes files of the lab so that they belong to the account of its servers. */
public final class LabFiles {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final LabDirectory directory;
    private final Account account;

    public LabFiles(LabDirectory directory, Account account) {
        this.directory = directory;
        this.account = account;
    }

    /** Makes the lab's directory if it is missing, and refuses one that holds something else. */
    public void prepare() {
        Path root = directory.root();
        try {
            if (Files.exists(root) && !directory.exists() && !isEmpty(root)) {
                throw new HoldfastException(
                        ErrorCode.PARAMETER_INVALID,
                        "%s is not empty and was not made by the lab".formatted(root),
                        "name another directory for the lab's state with HOLDFAST_LAB",
                        null);
            }
            directory(root);
            write(directory.marker(), "Made by `holdfast lab up`; can be deleted when the lab is down.\n", "rw-r--r--");
        } catch (IOException e) {
            throw new UncheckedIOException("preparing " + root, e);
        }
        if (!Shell.run(account.command(List.of("test", "-x", root.toString())), LIMIT)
                .succeeded()) {
            throw new HoldfastException(
                    ErrorCode.PARAMETER_INVALID,
                    "The servers run as %s, which can't reach %s".formatted(account.name(), root),
                    "name a directory that everybody can pass through with HOLDFAST_LAB",
                    null);
        }
    }

    private static boolean isEmpty(Path path) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Makes a directory, with those above it. */
    public Path directory(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                boolean inside = path.startsWith(directory.root()) && !path.equals(directory.root());
                if (inside && path.getParent() != null) {
                    directory(path.getParent());
                }
                Files.createDirectories(path);
                own(path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException("making the directory " + path, e);
        }
    }

    /** Writes a file at once and whole; its directory is made when missing. */
    public Path write(Path file, String text, String permissions) {
        return write(file, text.getBytes(StandardCharsets.UTF_8), permissions);
    }

    /** As {@link #write(Path, String, String)}, of any bytes. */
    public Path write(Path file, byte[] content, String permissions) {
        Path parent = directory(Optional.ofNullable(file.getParent()).orElse(directory.root()));
        try {
            Path draft = Files.createTempFile(parent, file.getFileName().toString(), ".new");
            Files.write(draft, content);
            own(draft);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(permissions));
            return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }

    /** An empty file to append to, if there is none. */
    public Path log(Path file) {
        return Files.exists(file) ? file : write(file, "", "rw-r--r--");
    }

    private void own(Path path) throws IOException {
        if (account.switched()) {
            var accounts = path.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(path, accounts.lookupPrincipalByName(account.name()));
        }
    }

    /** Deletes a file or a directory with all that is in it. */
    public static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + path, e);
        }
    }

    /** The last lines of a log. */
    public static String tail(Path log, int lines) {
        try {
            List<String> all = Files.readAllLines(log);
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException unreadable) {
            return "(no log)";
        }
    }
}
