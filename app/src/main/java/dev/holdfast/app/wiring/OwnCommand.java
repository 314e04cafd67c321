package dev.holdfast.app.wiring;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line that starts this program as another process. */
public final class OwnCommand {
    private static final String MAIN = "dev.holdfast.app.Main";
    /** Where the runbooks are that are shipped. */
    private static final String HOME = "holdfast.home";

    private OwnCommand() {}

    /** Starts the command that these words name, such as {@code lab-traffic}. */
    public static List<String> of(String... words) {
        return command("-XX:SharedArchiveFile=", words);
    }

    /** As {@link #of}, and writes the archive of classes for such processes when that process ends. */
    public static List<String> archiving(String... words) {
        return command("-XX:ArchiveClassesAtExit=", words);
    }

    private static List<String> command(String archiveOption, String... words) {
        String classPath = whole(System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-Xshare:auto",
                archiveOption + archive(classPath),
                "-Xlog:disable"));
        Optional.ofNullable(System.getProperty(HOME))
                .map(home -> "-D%s=%s".formatted(HOME, home))
                .ifPresent(command::add);
        command.addAll(List.of("-cp", classPath, MAIN));
        command.addAll(List.of(words));
        return command;
    }

    /** The archive of the classes that these processes load; where it is missing, they start more slowly. */
    private static Path archive(String classPath) {
        int end = classPath.indexOf(File.pathSeparator);
        Path first = Path.of(end < 0 ? classPath : classPath.substring(0, end));
        return first.resolveSibling("service.jsa");
    }

    /** A single jar names the others in its manifest, relative to itself; a copy of it elsewhere would not find them. */
    static String whole(String classPath) {
        if (classPath.contains(File.pathSeparator) || !classPath.endsWith(".jar")) {
            return classPath;
        }
        Path jar = Path.of(classPath).toAbsolutePath();
        try (Stream<Path> beside = Files.list(jar.resolveSibling(""))) {
            Stream<Path> others = beside.filter(file -> file.toString().endsWith(".jar") && !file.equals(jar))
                    .sorted();
            return Stream.concat(Stream.of(jar), others)
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException("listing the jars beside " + jar, e);
        }
    }
}
