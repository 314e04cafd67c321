package dev.holdfast.lab.server;

import dev.holdfast.lab.install.DebianPackages;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.process.ProcessTable;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL server with the database {@code profiles}, which only its region has. It is not replicated: Holdfast copies it to another
 * region from time to time.
 */
public final class RegionalDatabase implements LabServer {
    public static final String DATABASE = "profiles";

    private static final int PORT = 5432;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Without a server: one process that reads statements, each with an empty line behind it. */
    private static final String RUN_ALONE =
            "printf '%s\\n' \"$4\" | \"$1/postgres\" --single -j -D \"$2\" -c dynamic_shared_memory_type=mmap \"$3\"\n";

    private static final String MAKE_TEMPLATE = """
            set -e
            rm -rf "$1.new"
            "$2/initdb" -D "$1.new" -k --no-sync --no-instructions -A trust -U "$3" -E UTF8 --locale=C
            """;

    private final LabContext context;
    private final LabRegion region;

    public RegionalDatabase(LabContext context, LabRegion region) {
        this.context = context;
        this.region = region;
    }

    /** Makes what the servers of all regions begin with; to be called before any starts. */
    public static void prepareTemplate(LabContext context) {
        LabDirectory directory = context.directory();
        Path template = template(directory);
        if (Files.exists(template)) {
            return;
        }
        context.files().directory(directory.regional());
        Path log = directory.regional().resolve("template.log");
        Path draft = template.resolveSibling(template.getFileName() + ".new");
        context.daemons()
                .run(
                        List.of(
                                "sh",
                                "-c",
                                MAKE_TEMPLATE,
                                "sh",
                                template.toString(),
                                binaries(),
                                PostgresNode.SUPERUSER),
                        log,
                        LIMIT);
        runAlone(
                context,
                draft,
                "postgres",
                Template.render("regional-template.sql", Map.of("database", DATABASE)),
                log);
        runAlone(context, draft, DATABASE, Template.render("regional-schema.sql", Map.of()), log);
        adopt(draft, template);
    }

    private static Path template(LabDirectory directory) {
        return directory.regional().resolve("template");
    }

    private static void runAlone(LabContext context, Path data, String database, String statements, Path log) {
        context.daemons()
                .run(
                        List.of("sh", "-c", RUN_ALONE, "sh", binaries(), data.toString(), database, statements),
                        log,
                        LIMIT);
    }

    private static void adopt(Path draft, Path place) {
        try {
            Files.move(draft, place);
        } catch (IOException e) {
            throw new UncheckedIOException("moving " + draft, e);
        }
    }

    private static String binaries() {
        return DebianPackages.POSTGRESQL.toString();
    }

    @Override
    public String name() {
        return "profiles-" + region.shortName();
    }

    @Override
    public LabRegion region() {
        return region;
    }

    static HostPort address(LabRegion region) {
        return new HostPort(region.regionalDatabase(), PORT);
    }

    @Override
    public List<HostPort> addresses() {
        return List.of(address(region));
    }

    @Override
    public Path log() {
        return home().resolve("postgresql.log");
    }

    private Path home() {
        return context.directory().regional(region).resolve("database");
    }

    private Path data() {
        return home().resolve("data");
    }

    @Override
    public Optional<ProcessEntry> process() {
        return context.daemons().find(name());
    }

    @Override
    public void start() {
        context.files().directory(home());
        if (!Files.exists(data())) {
            fill();
        }
        Path config = writeConfig();
        forgetFormerProcess();
        context.daemons()
                .start(
                        name(),
                        List.of(
                                PostgresNode.program("postgres"),
                                "-D",
                                data().toString(),
                                "-c",
                                "config_file=" + config),
                        log());
    }

    /** The rows of the region are there before its server first starts. */
    private void fill() {
        Path draft = home().resolve("data.new");
        LabFiles.delete(draft);
        context.daemons()
                .run(List.of("cp", "-a", template(context.directory()).toString(), draft.toString()), log(), LIMIT);
        runAlone(
                context, draft, DATABASE, Template.render("regional-rows.sql", Map.of("region", region.name())), log());
        adopt(draft, data());
    }

    private Path writeConfig() {
        Path hba = context.files()
                .write(home().resolve("pg_hba.conf"), Template.render("pg_hba.conf", Map.of()), "rw-r--r--");
        Path ident = context.files().write(home().resolve("pg_ident.conf"), "", "rw-r--r--");
        String text = Template.render(
                "regional.conf",
                Map.of(
                        "data", data().toString(),
                        "hba", hba.toString(),
                        "ident", ident.toString(),
                        "name", name(),
                        "host", address(region).host(),
                        "port", Integer.toString(PORT)));
        return context.files().write(home().resolve("postgresql.conf"), text, "rw-r--r--");
    }

    /** The number of a server that was killed may belong to somebody else by now. */
    private void forgetFormerProcess() {
        try {
            if (ProcessTable.workingIn(data()).isEmpty()) {
                Files.deleteIfExists(data().resolve("postmaster.pid"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("deleting who ran in " + data(), e);
        }
    }

    @Override
    public boolean answers() {
        return PostgresSession.answers(address(region));
    }

    /** Sessions are cut off, and nothing is left to be recovered. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(30);
    }
}
