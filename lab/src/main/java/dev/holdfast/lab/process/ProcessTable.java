package dev.holdfast.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The processes of this machine that have not ended. */
public final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private ProcessTable() {}

    public static List<ProcessEntry> all() {
        List<ProcessEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(
                PROC, path -> NUMBER.matcher(path.getFileName().toString()).matches())) {
            for (Path name : names) {
                ProcessEntry.read(Long.parseLong(name.getFileName().toString()))
                        .filter(entry -> !entry.ended())
                        .ifPresent(entries::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading /proc", e);
        }
        return entries;
    }

    /** Processes that work in this directory: for a data directory, those of its database server. */
    public static List<ProcessEntry> workingIn(Path directory) {
        try {
            Optional<Path> real = Files.exists(directory) ? Optional.of(directory.toRealPath()) : Optional.empty();
            return all().stream()
                    .filter(entry ->
                            real.isPresent() && workingDirectory(entry.pid()).equals(real))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("following " + directory, e);
        }
    }

    /** These processes, and all that came from them. */
    public static List<ProcessEntry> withDescendants(List<ProcessEntry> roots) {
        List<ProcessEntry> all = all();
        List<ProcessEntry> family = new ArrayList<>(roots);
        for (int i = 0; i < family.size(); i++) {
            long parent = family.get(i).pid();
            all.stream().filter(entry -> entry.parent() == parent).forEach(family::add);
        }
        return family;
    }

    /** Processes whose environment holds this setting, and that may be looked at. */
    public static List<ProcessEntry> withEnvironment(String setting) {
        return all().stream()
                .filter(entry -> words(entry.pid(), "environ").contains(setting))
                .toList();
    }

    /** Empty when it is gone, or somebody else's. */
    public static Optional<Path> workingDirectory(long pid) {
        try {
            return Optional.of(
                    Files.readSymbolicLink(PROC.resolve(Long.toString(pid)).resolve("cwd")));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The command line, for people. */
    public static String describe(long pid) {
        String command = String.join(" ", words(pid, "cmdline"));
        return command.isBlank()
                ? "process " + pid
                : "process %d (%s)".formatted(pid, command.length() > 80 ? command.substring(0, 80) + "..." : command);
    }

    private static List<String> words(long pid, String file) {
        try {
            byte[] content = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file));
            return List.of(new String(content, StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
