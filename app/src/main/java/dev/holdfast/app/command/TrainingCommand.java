package dev.holdfast.app.command;

import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.app.wiring.OwnCommand;
import dev.holdfast.app.wiring.Surroundings;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Goes through the common commands once, so that the launcher can keep an archive of the classes that they load, and unpacks
 * the native library of SQLite, so that not every start has to.
 */
final class TrainingCommand {
    private static final List<List<String>> LESSONS = List.of(
            List.of("--help"),
            List.of("run", "list"),
            List.of("verify-recovery", "--timeout", "2s"),
            List.of("promote-replica", "--timeout", "2s", "-o", "json"),
            List.of("run", "show", "latest"),
            List.of("run", "list", "-o", "json"),
            List.of("runbook", "list"),
            List.of("topology", "check"),
            List.of("catalogue", "list"),
            List.of("lab", "status"),
            List.of("database-failover", "--help"),
            List.of("no-such-command"));

    private TrainingCommand() {}

    static CommandNode leaf() {
        return new CommandNode.Leaf(
                "training",
                "Prepare the fast start",
                () -> List.of(Arguments.word(0, "DIRECTORY", "Where the program is.")),
                TrainingCommand::run);
    }

    private static int run(Invocation invocation) {
        Path directory = invocation.surroundings().resolve(invocation.word(0));
        unpackSqlite(directory);
        System.setProperty("org.sqlite.lib.path", directory.toString());
        Surroundings school = school(invocation.surroundings(), directory.resolve("training"));
        LESSONS.forEach(lesson -> new Program(school, invocation.catalogue()).run(lesson));
        return archiveService(school.directory());
    }

    private static int archiveService(Path directory) {
        List<String> command = OwnCommand.archiving(ServiceTraining.COMMAND, directory.toString());
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("starting " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "preparing the fast start", e);
        }
    }

    /** A place where no lesson meets a real system, whatever runs on this machine. */
    private static Surroundings school(Surroundings own, Path directory) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Path topology = directory.resolve("topology.yaml");
        unpack("/dev/holdfast/app/training-topology.yaml", topology);
        Map<String, String> environment = Map.of(
                "HOME", directory.toString(),
                "HOLDFAST_TOPOLOGY", topology.toString(),
                "HOLDFAST_LAB", directory.resolve("lab").toString());
        return new Surroundings(environment, directory, own.home(), Terminal.plain(nowhere, nowhere));
    }

    /** On a processor that has no such library in the jar, SQLite's own search is left to find one. */
    private static void unpackSqlite(Path directory) {
        String processor = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        String library = "libsqlitejdbc.so";
        unpack("/org/sqlite/native/Linux/%s/%s".formatted(processor, library), directory.resolve(library));
    }

    private static void unpack(String resource, Path to) {
        try (InputStream packed = TrainingCommand.class.getResourceAsStream(resource)) {
            if (Optional.ofNullable(packed).isPresent()) {
                Files.createDirectories(to.resolveSibling(""));
                Files.copy(packed, to, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("unpacking " + resource, e);
        }
    }
}
