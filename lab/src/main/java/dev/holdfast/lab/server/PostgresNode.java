package dev.holdfast.lab.server;

import dev.holdfast.lab.install.DebianPackages;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabNode;
import dev.holdfast.lab.process.ControlGroup;
import dev.holdfast.lab.process.Daemons;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.process.ProcessTable;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One PostgreSQL server: its files and its processes, whoever started them. */
public final class PostgresNode {
    static final String SUPERUSER = "holdfast";

    private static final Duration COPY_LIMIT = Duration.ofMinutes(2);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Pattern HISTORY = Pattern.compile("([0-9A-F]{8})\\.history");
    private static final Pattern CONTROL_TIMELINE = Pattern.compile("Latest checkpoint's TimeLineID:\\s+(\\d+)");

    private final LabContext context;
    private final LabNode node;

    public PostgresNode(LabContext context, LabNode node) {
        this.context = context;
        this.node = node;
    }

    public String name() {
        return node.name();
    }

    public LabNode node() {
        return node;
    }

    public HostPort address() {
        return node.address();
    }

    Path log() {
        return context.directory().nodeLog(name());
    }

    Path data() {
        return context.directory().dataDirectory(name());
    }

    /** Every process of this server. */
    public List<ProcessEntry> processes() {
        return ProcessTable.workingIn(data());
    }

    /** The process that all others of this server come from. */
    public Optional<ProcessEntry> postmaster() {
        List<ProcessEntry> all = processes();
        Set<Long> ids = all.stream().map(ProcessEntry::pid).collect(Collectors.toSet());
        return all.stream().filter(entry -> !ids.contains(entry.parent())).findFirst();
    }

    boolean hasData() {
        return Files.exists(data().resolve("global").resolve("pg_control"));
    }

    /** It would start as a standby. */
    public boolean isMarkedStandby() {
        return Files.exists(data().resolve("standby.signal"));
    }

    /** The newest history that the data directory of a stopped server knows; empty when it can't be read. */
    public OptionalInt timeline() {
        Shell.Result control =
                Shell.run(context.account().command(List.of(program("pg_controldata"), data().toString())), STOP_LIMIT);
        Matcher matcher = CONTROL_TIMELINE.matcher(control.output());
        if (!matcher.find()) {
            return OptionalInt.empty();
        }
        // A promotion writes a history file at once, and the control file only with the next checkpoint.
        return OptionalInt.of(Math.max(Integer.parseInt(matcher.group(1)), newestHistory()));
    }

    private int newestHistory() {
        try (Stream<Path> files = Files.list(data().resolve("pg_wal"))) {
            return files.map(file -> HISTORY.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToInt(matcher -> Integer.parseInt(matcher.group(1), 16))
                    .max()
                    .orElse(0);
        } catch (IOException unreadable) {
            return 0;
        }
    }

    /** Makes a new, empty cluster. Each gets an identity of its own, so it is never taken for one that was deleted. */
    void initialise() {
        Path draft = emptyDraft();
        context.daemons()
                .run(
                        List.of(
                                program("initdb"),
                                "-D",
                                draft.toString(),
                                "-k",
                                "--no-sync",
                                "--no-instructions",
                                "-A",
                                "trust",
                                "-U",
                                SUPERUSER,
                                "-E",
                                "UTF8",
                                "--locale=C"),
                        log(),
                        COPY_LIMIT);
        adopt(draft);
    }

    /** Replaces what it has by a copy of the primary, and makes it that one's standby. */
    void copyFrom(HostPort primary) {
        stop("QUIT");
        Path draft = emptyDraft();
        context.daemons()
                .run(
                        List.of(
                                program("pg_basebackup"),
                                "-h",
                                primary.host(),
                                "-p",
                                Integer.toString(primary.port()),
                                "-U",
                                "repl",
                                "-D",
                                draft.toString(),
                                "-X",
                                "stream",
                                "-c",
                                "fast",
                                "--no-sync",
                                "--no-manifest"),
                        log(),
                        COPY_LIMIT);
        markStandbyOf(primary, draft);
        adopt(draft);
    }

    /** What was made halfway when the machine or the lab's program died is never taken for a data directory. */
    private Path emptyDraft() {
        Path draft = context.directory().node(name()).resolve("data.new");
        LabFiles.delete(draft);
        context.files().directory(context.directory().node(name()));
        return draft;
    }

    private void adopt(Path draft) {
        LabFiles.delete(data());
        try {
            Files.move(draft, data());
        } catch (IOException e) {
            throw new UncheckedIOException("moving " + draft, e);
        }
    }

    /** Makes it start as a standby of this primary. */
    void markStandbyOf(HostPort primary) {
        markStandbyOf(primary, data());
    }

    private void markStandbyOf(HostPort primary, Path data) {
        context.files()
                .write(
                        data.resolve("postgresql.auto.conf"),
                        "primary_conninfo = '%s'%nprimary_slot_name = '%s'%n".formatted(connection(primary), name()),
                        "rw-------");
        context.files().write(data.resolve("standby.signal"), "", "rw-------");
    }

    String connection(HostPort primary) {
        return ("host=%s port=%d user=repl application_name=%s connect_timeout=2 keepalives_idle=1 keepalives_interval=1"
                        + " keepalives_count=2 tcp_user_timeout=3000 sslmode=disable gssencmode=disable")
                .formatted(primary.host(), primary.port(), name());
    }

    /** Starts it in whatever role its data directory is marked for, and returns when it takes connections. */
    void start() {
        writeConfig();
        awaitEndOfFormerProcess();
        ProcessEntry process = context.daemons()
                .startIn(
                        ControlGroup.of(node.region()),
                        "postgres-" + name(),
                        List.of(
                                program("postgres"),
                                "-D",
                                data().toString(),
                                "-c",
                                "config_file=" + context.directory().configFile(name())),
                        log());
        boolean decided = Poll.until(
                START_LIMIT, () -> Daemons.living(List.of(process)).isEmpty() || PostgresSession.answers(address()));
        if (!decided || Daemons.living(List.of(process)).isEmpty()) {
            throw Bringing.failed(name(), decided ? "ended instead of starting" : "did not answer", log());
        }
    }

    /** A process that ended keeps its id until its parent looks, and the next server takes it for a living one. */
    private void awaitEndOfFormerProcess() {
        try {
            Path file = data().resolve("postmaster.pid");
            if (Files.exists(file)) {
                long former = Long.parseLong(Files.readAllLines(file).getFirst().trim());
                Poll.until(
                        STOP_LIMIT,
                        () -> ProcessEntry.read(former)
                                .filter(ProcessEntry::ended)
                                .isEmpty());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading who ran in " + data(), e);
        }
    }

    private void writeConfig() {
        LabDirectory directory = context.directory();
        Path hba = context.files()
                .write(
                        directory.node(name()).resolve("pg_hba.conf"),
                        Template.render("pg_hba.conf", Map.of()),
                        "rw-r--r--");
        Path ident = context.files().write(directory.node(name()).resolve("pg_ident.conf"), "", "rw-r--r--");
        String all = context.plan().nodes().stream().map(LabNode::name).collect(Collectors.joining(", "));
        String text = Template.render(
                "postgresql.conf",
                Map.of(
                        "data", data().toString(),
                        "hba", hba.toString(),
                        "ident", ident.toString(),
                        "name", name(),
                        "host", address().host(),
                        "port", Integer.toString(address().port()),
                        "all", all));
        context.files().write(directory.configFile(name()), text, "rw-r--r--");
    }

    /** Ends every process of it; when it does not follow the signal, by force. */
    public void stop(String signal) {
        UnaryOperator<List<ProcessEntry>> postmasterFirst = entries -> {
            Set<Long> ids = entries.stream().map(ProcessEntry::pid).collect(Collectors.toSet());
            return entries.stream()
                    .sorted((a, b) -> Boolean.compare(ids.contains(a.parent()), ids.contains(b.parent())))
                    .toList();
        };
        List<ProcessEntry> all = new ArrayList<>(postmasterFirst.apply(processes()));
        if (all.isEmpty()) {
            return;
        }
        Shell.signal("CONT", all.stream().filter(ProcessEntry::paused).toList());
        Shell.signal(signal, all.subList(0, 1));
        if (!Poll.until(STOP_LIMIT, () -> processes().isEmpty())) {
            Shell.signal("KILL", postmasterFirst.apply(processes()));
            Poll.until(STOP_LIMIT, () -> processes().isEmpty());
        }
    }

    /** Where a program of PostgreSQL is. */
    public static String program(String name) {
        return DebianPackages.POSTGRESQL.resolve(name).toString();
    }
}
