package dev.holdfast.lab.process;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processes of one lab, which go on when the program that started them ends.
 *
 * <p>Each carries a setting in its environment that names the lab, and so does everything that is started through the lab's
 * ssh servers. That finds most processes of the lab, whoever started them; database servers, which overwrite their environment,
 * are found by their working directory, and ssh servers, which do too, by what was recorded.
 */
public final class Daemons {
    private static final String MEMBER = "HOLDFAST_LAB_MEMBER";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final LabDirectory directory;
    private final Account account;
    private final LabFiles files;

    public Daemons(LabDirectory directory, Account account) {
        this.directory = directory;
        this.account = account;
        this.files = new LabFiles(directory, account);
    }

    /** The setting that tells this lab's processes from all others. */
    public String membership() {
        return MEMBER + "=" + directory.root();
    }

    public Path recordOf(String name) {
        return directory.processes().resolve(name);
    }

    /** The process that was started under this name, if it lives. */
    public Optional<ProcessEntry> find(String name) {
        return ProcessRecord.read(recordOf(name)).flatMap(ProcessRecord::process);
    }

    /** Starts a command detached from this program, as the account of the servers; its output is appended to the log. */
    public ProcessEntry start(String name, List<String> command, Path log) {
        return startAsSelf(name, account.command(command), log);
    }

    /** As {@link #start}, as a member of a control group from the first moment on. */
    public ProcessEntry startIn(ControlGroup group, String name, List<String> command, Path log) {
        return startAsSelf(name, group.command(account.command(command)), log);
    }

    /** As {@link #start}, with the rights of this program. */
    public ProcessEntry startAsSelf(String name, List<String> command, Path log) {
        List<String> all = new ArrayList<>(List.of("setsid"));
        all.addAll(command);
        try {
            Process process = builder(all)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(files.log(log).toFile()))
                    .start();
            ProcessEntry entry = ProcessEntry.read(process.pid())
                    .orElseThrow(() -> new HoldfastException(
                            ErrorCode.LAB_SERVER_FAILED, "%s ended at once; its log is %s".formatted(name, log)));
            files.write(recordOf(name), ProcessRecord.of(entry).line() + "\n", "rw-r--r--");
            return entry;
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.LAB_SERVER_FAILED, "starting " + name, e);
        }
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.root().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("LANG", "C.UTF-8");
        environment.put("HOME", directory.root().toString());
        environment.put(MEMBER, directory.root().toString());
        return builder;
    }

    /** Runs a command to its end, as the account of the servers and in their environment. */
    public void run(List<String> command, Path log, Duration limit) {
        try {
            Process process = builder(account.command(command))
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(files.log(log).toFile()))
                    .start();
            if (!process.waitFor(limit)) {
                process.destroyForcibly();
                throw failure(command, "did not end within " + limit, log);
            }
            if (process.exitValue() != 0) {
                throw failure(command, "ended with " + process.exitValue(), log);
            }
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.LAB_SERVER_FAILED, "starting " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "running " + command.getFirst(), e);
        }
    }

    private static HoldfastException failure(List<String> command, String what, Path log) {
        return new HoldfastException(
                ErrorCode.LAB_SERVER_FAILED,
                "%s %s; the end of %s:%n%s".formatted(command.getFirst(), what, log, LabFiles.tail(log, 10)));
    }

    /** Everything that was ever recorded under a name. */
    public List<String> names() {
        if (!Files.isDirectory(directory.processes())) {
            return List.of();
        }
        try (Stream<Path> records = Files.list(directory.processes())) {
            return records.map(record -> record.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + directory.processes(), e);
        }
    }

    /** Every process of this lab, whoever started it. */
    public List<ProcessEntry> members(List<Path> dataDirectories) {
        Map<Long, ProcessEntry> members = new HashMap<>();
        ProcessTable.withEnvironment(membership()).forEach(entry -> members.put(entry.pid(), entry));
        dataDirectories.forEach(path -> ProcessTable.workingIn(path).forEach(entry -> members.put(entry.pid(), entry)));
        recorded().forEach(entry -> members.put(entry.pid(), entry));
        return List.copyOf(members.values());
    }

    /** The processes that were recorded, and all that came from them. */
    private List<ProcessEntry> recorded() {
        if (!Files.isDirectory(directory.processes())) {
            return List.of();
        }
        try (Stream<Path> records = Files.list(directory.processes())) {
            return ProcessTable.withDescendants(records.map(ProcessRecord::read)
                    .flatMap(Optional::stream)
                    .map(ProcessRecord::process)
                    .flatMap(Optional::stream)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + directory.processes(), e);
        }
    }

    /** Ends processes: paused ones are woken, all are asked, and those that do not follow within the grace are killed. */
    public static void end(List<ProcessEntry> targets, String signal, Duration grace) {
        Shell.signal("CONT", targets.stream().filter(ProcessEntry::paused).toList());
        Shell.signal(signal, targets);
        if (!Poll.until(grace, () -> living(targets).isEmpty())) {
            Shell.signal("KILL", living(targets));
            Poll.until(LIMIT, () -> living(targets).isEmpty());
        }
    }

    /** Those of them that have not ended. */
    public static List<ProcessEntry> living(List<ProcessEntry> targets) {
        return targets.stream()
                .filter(target -> ProcessRecord.of(target).process().isPresent())
                .toList();
    }
}
