package dev.holdfast.app.command;

import dev.holdfast.app.output.AuditDocument;
import dev.holdfast.app.output.Json;
import dev.holdfast.app.terminal.AuditPage;
import dev.holdfast.app.wiring.AuditFiles;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.audit.AuditExport;
import dev.holdfast.engine.audit.AuditRecord;
import dev.holdfast.engine.audit.AuditReport;
import dev.holdfast.engine.audit.AuditTrail.Snapshot;
import dev.holdfast.engine.audit.Checkpoint;
import dev.holdfast.engine.audit.CheckpointFile;
import dev.holdfast.engine.audit.ExportVerification;
import dev.holdfast.engine.audit.TrailVerification;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Commands about the audit trail: who did what, and the proof that nobody changed it. */
final class AuditCommands {
    private static final String RUN = "--run";
    private static final String CHECKPOINT = "--checkpoint";
    private static final String EXPORT = "--export";
    private static final int LISTED = 50;

    private AuditCommands() {}

    static CommandNode.Group group() {
        return new CommandNode.Group(
                "audit",
                "Audit trail: list, verify, export, checkpoint",
                List.of(
                        new CommandNode.Leaf(
                                "list",
                                "List who did what, when and from where",
                                () -> List.of(
                                        Arguments.option(RUN, "RUN", "Only this run."),
                                        Arguments.option("--limit", "NUMBER", "How many (50 when silent).")),
                                AuditCommands::list),
                        new CommandNode.Leaf(
                                "verify",
                                "Prove that no record was changed, removed or put in",
                                () -> List.of(
                                        Arguments.option(
                                                CHECKPOINT,
                                                "FILE",
                                                "Checkpoints that were kept elsewhere, one a line."),
                                        Arguments.option(EXPORT, "FILE", "Verify this export instead of the journal.")),
                                AuditCommands::verify),
                        new CommandNode.Leaf(
                                "export",
                                "Write records into a file that proves itself",
                                () -> List.of(
                                        Arguments.requiredOption("--file", "FILE", "Where to."),
                                        Arguments.option(
                                                "--from", "TIME", "The earliest, such as 2026-11-23T10:00:00Z."),
                                        Arguments.option("--to", "TIME", "The latest."),
                                        Arguments.option(RUN, "RUN", "Only this run and its orders.")),
                                AuditCommands::export),
                        new CommandNode.Leaf(
                                "checkpoint",
                                "Sign what is recorded, and print the signature to be kept elsewhere",
                                List::of,
                                AuditCommands::checkpoint)));
    }

    private static int list(Invocation invocation) {
        int limit = invocation.option("--limit").map(AuditCommands::number).orElse(LISTED);
        Predicate<AuditRecord> wanted = ofRun(invocation);
        Deque<AuditRecord> newest = new ArrayDeque<>();
        try (Installation installation = existing(invocation);
                Snapshot snapshot = installation.journal().auditTrail().snapshot()) {
            snapshot.links(
                    0,
                    link -> link.record()
                            .filter(wanted)
                            .filter(AuditPage::tellsWhoDidWhat)
                            .ifPresent(record -> {
                                newest.addLast(record);
                                if (newest.size() > limit) {
                                    newest.removeFirst();
                                }
                            }));
        }
        if (invocation.json()) {
            invocation.print(
                    Map.of("records", newest.stream().map(AuditDocument::of).toList()));
            return 0;
        }
        invocation.print(AuditPage.table(List.copyOf(newest)));
        return 0;
    }

    private static int number(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new HoldfastException(ErrorCode.USAGE, "'%s' is no number".formatted(text));
        }
    }

    private static int verify(Invocation invocation) {
        List<Checkpoint> kept = invocation
                .option(CHECKPOINT)
                .map(file -> new CheckpointFile(existing(invocation, file)).read())
                .orElse(List.of());
        Optional<Path> export = invocation.option(EXPORT).map(file -> existing(invocation, file));
        AuditReport report = export.map(file -> ExportVerification.of(file).verify(kept))
                .orElseGet(() -> verifyJournal(invocation, kept));
        if (invocation.json()) {
            invocation.print(AuditDocument.of(report));
        } else {
            invocation.print(AuditPage.report(report, invocation.terminal().outPalette()));
        }
        report.breach().ifPresent(breach -> {
            throw new HoldfastException(ErrorCode.AUDIT_BROKEN, AuditPage.breach(breach));
        });
        return 0;
    }

    private static AuditReport verifyJournal(Invocation invocation, List<Checkpoint> kept) {
        try (Installation installation = existing(invocation)) {
            AuditFiles files = installation.audit();
            return new TrailVerification(
                            installation.journal().auditTrail(),
                            files.checkpoints(),
                            files.publicKey(),
                            isKeyProven(files))
                    .verify(kept);
        }
    }

    /** Only the secret tells that the public key in the state directory is the right one. */
    private static boolean isKeyProven(AuditFiles files) {
        try {
            return files.publicKey().isPresent()
                    && files.key().publicKey().equals(files.publicKey().get());
        } catch (HoldfastException notHere) {
            return false;
        }
    }

    private static int export(Invocation invocation) {
        Path file =
                invocation.surroundings().resolve(invocation.option("--file").orElseThrow());
        Predicate<AuditRecord> wanted = ofRun(invocation)
                .and(since(invocation.option("--from")))
                .and(since(invocation.option("--to"))
                        .negate()
                        .or(_ -> invocation.option("--to").isEmpty()));
        try (Installation installation = existing(invocation)) {
            String key = installation.audit().key().publicKey();
            installation.journal().checkpoint();
            long shown = write(installation, key, wanted, file);
            invocation.print(
                    invocation.json()
                            ? List.of(Json.write(Map.of("file", file.toString(), "records", shown, "key", key)))
                            : List.of("%d records in %s".formatted(shown, file), "signed with the key " + key));
            return 0;
        }
    }

    private static long write(Installation installation, String key, Predicate<AuditRecord> wanted, Path file) {
        try (Snapshot snapshot = installation.journal().auditTrail().snapshot();
                PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            long shown = new AuditExport(snapshot, key).write(wanted, out);
            if (out.checkError()) {
                throw new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, "writing %s".formatted(file));
            }
            return shown;
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, "writing %s: %s".formatted(file, e), e);
        }
    }

    private static int checkpoint(Invocation invocation) {
        try (Installation installation = existing(invocation)) {
            invocation.print(installation.journal().checkpoint().map(CheckpointFile::line).stream()
                    .toList());
            return 0;
        }
    }

    private static Predicate<AuditRecord> ofRun(Invocation invocation) {
        return invocation
                .option(RUN)
                .<Predicate<AuditRecord>>map(run ->
                        record -> record.stream().equals(run) || record.stream().endsWith(":" + run))
                .orElse(_ -> true);
    }

    /** Times of records have one form, which sorts as they do. */
    private static Predicate<AuditRecord> since(Optional<String> time) {
        return time.map(AuditCommands::instant)
                .<Predicate<AuditRecord>>map(
                        from -> record -> !Instant.parse(record.at()).isBefore(from))
                .orElse(_ -> true);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new HoldfastException(
                    ErrorCode.USAGE, "'%s' is not a time such as 2026-11-23T10:00:00Z".formatted(text));
        }
    }

    private static Path existing(Invocation invocation, String file) {
        Path path = invocation.surroundings().resolve(file);
        if (!Files.exists(path)) {
            throw new HoldfastException(ErrorCode.USAGE, "there is no file " + path);
        }
        return path;
    }

    private static Installation existing(Invocation invocation) {
        Installation installation = invocation.installation();
        if (!installation.hasJournal()) {
            throw new HoldfastException(
                    ErrorCode.RUN_UNKNOWN, "nothing was recorded in %s yet".formatted(installation.stateDirectory()));
        }
        return installation;
    }
}
