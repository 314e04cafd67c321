package dev.holdfast.lab.server;

import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.Shell;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Copies the program files that the account of the servers can't reach, such as those in the home directory of root. */
public final class ProgramFiles {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Set<String> CLASS_PATH = Set.of("-cp", "-classpath", "--class-path");

    private final LabContext context;
    private final Set<String> readable = ConcurrentHashMap.newKeySet();
    private final Map<Path, Path> copies = new HashMap<>();

    public ProgramFiles(LabContext context) {
        this.context = context;
    }

    /** The same command line, with paths that the account can read. */
    List<String> reachable(List<String> command) {
        Map<String, String> replaced = new HashMap<>();
        for (String path : unreachable(paths(command))) {
            replaced.put(
                    path, copy(Path.of(path), path.equals(command.getFirst())).toString());
        }
        List<String> result = new ArrayList<>();
        for (int i = 0; i < command.size(); i++) {
            boolean classPath = i > 0 && CLASS_PATH.contains(command.get(i - 1));
            result.add(replace(command.get(i), classPath, replaced));
        }
        return result;
    }

    private static String replace(String word, boolean classPath, Map<String, String> replaced) {
        if (!classPath) {
            return replaced.getOrDefault(word, word);
        }
        return String.join(
                File.pathSeparator,
                List.of(word.split(File.pathSeparator)).stream()
                        .map(entry -> replaced.getOrDefault(entry, entry))
                        .toList());
    }

    private static Set<String> paths(List<String> command) {
        Set<String> paths = new LinkedHashSet<>();
        command.stream()
                .flatMap(word -> List.of(word.split(File.pathSeparator)).stream())
                .filter(word -> word.startsWith("/") && Files.exists(Path.of(word)))
                .forEach(paths::add);
        return paths;
    }

    private List<String> unreachable(Set<String> paths) {
        if (!context.account().switched()) {
            return List.of();
        }
        List<String> unknown =
                paths.stream().filter(path -> !readable.contains(path)).toList();
        if (unknown.isEmpty()) {
            return List.of();
        }
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "for f in \"$@\"; do [ -r \"$f\" ] || echo \"$f\"; done", "sh"));
        command.addAll(unknown);
        List<String> unreadable =
                Shell.check(context.account().command(command), LIMIT).lines().toList();
        unknown.stream().filter(path -> !unreadable.contains(path)).forEach(readable::add);
        return unreadable;
    }

    private synchronized Path copy(Path source, boolean program) {
        return copies.computeIfAbsent(source, path -> program ? copyProgram(path) : copyLibrary(path));
    }

    /** Copies the program's whole installation: linked where that is possible, because it is large and never changes. */
    private Path copyProgram(Path source) {
        Path real = real(source);
        Path original = installation(real);
        Path target = targetOf(original);
        if (!Files.exists(target)
                && !Shell.run(List.of("cp", "-al", "--", original.toString(), target.toString()), LIMIT)
                        .succeeded()) {
            LabFiles.delete(target);
            Shell.check(List.of("cp", "-a", "--", original.toString(), target.toString()), LIMIT);
        }
        return target.resolve(original.relativize(real));
    }

    private Path copyLibrary(Path source) {
        Path real = real(source);
        Path target = targetOf(real);
        Shell.check(List.of("cp", "-auT", "--", real.toString(), target.toString()), LIMIT);
        Shell.check(List.of("chmod", "-R", "a+rX", target.toString()), LIMIT);
        return target;
    }

    private static Path real(Path source) {
        try {
            return source.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("following " + source, e);
        }
    }

    /** Files of the same name from different directories do not meet. */
    private Path targetOf(Path original) {
        String parent = Integer.toHexString(String.valueOf(original.getParent()).hashCode());
        return context.files()
                .directory(context.directory().programs().resolve(parent))
                .resolve(original.getFileName().toString());
    }

    private static Path installation(Path program) {
        return Optional.ofNullable(program.getParent())
                .filter(bin -> bin.endsWith("bin"))
                .map(Path::getParent)
                .orElse(program);
    }
}
