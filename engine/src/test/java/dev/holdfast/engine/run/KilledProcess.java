package dev.holdfast.engine.run;

import static dev.holdfast.engine.testkit.Runbooks.on;

import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.testkit.FakeOperation.Target;
import dev.holdfast.engine.testkit.FakeSite;
import dev.holdfast.engine.testkit.Runbooks;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.runbook.Runbook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process that {@link SigkillTest} kills: begins a run or goes on with it, and prints a line for each event. */
final class KilledProcess {
    static final Runbook RUNBOOK = Runbooks.of(
            "killed",
            on("a"),
            on("b", "a"),
            on("c", "a"),
            on("d", "a"),
            on("e", "b", "c", "d"),
            on("f", "e"),
            on("g", "e"),
            on("h", "f", "g"));

    private KilledProcess() {}

    /** Takes the directory of the journal and of the effects. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        try (SqliteJournal journal = SqliteJournal.open(directory.resolve("journal.db"))) {
            RunEngine engine = new RunEngine(
                    new Catalogue(List.of(new AppendLine(effects(directory)))),
                    FakeSite.inRealTime(),
                    journal,
                    RunLocks.in(directory.resolve("locks")),
                    (_, _) -> Optional.empty(),
                    Governance.open(journal),
                    _ -> RUNBOOK);
            RunId run = journal.runs(1).stream()
                    .findFirst()
                    .orElseGet(() -> engine.start(RUNBOOK, Map.of(), Request.automatic("test")));
            System.out.println(run);
            if (!engine.state(run).isOver()) {
                engine.execute(run, event -> System.out.println(event.index()));
            }
        }
    }

    static Path effects(Path directory) {
        return directory.resolve("effects.txt");
    }

    /** Its effect is a line in a file, which can't be taken back. */
    private record AppendLine(Path file) implements Operation<Target> {
        @Override
        public Declaration<Target> declaration() {
            return new Declaration<>("fake.switch-on", "switch-on", "Appends a line.", Target.class, Danger.REVERSIBLE);
        }

        @Override
        public Assessment assess(Target parameters, Execution execution) {
            return isThere(parameters)
                    ? new Assessment.Satisfied("found", Map.of())
                    : new Assessment.Actionable(Plan.harmless("append", List.of(parameters.target()), Map.of()));
        }

        @Override
        public void perform(Target parameters, Plan plan, Execution execution) {
            execution.note("appending " + parameters.target());
            try {
                Files.writeString(
                        file, parameters.target() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            execution.note("appended, limit " + execution.limit(Duration.ofSeconds(5)));
        }

        @Override
        public Proof prove(Target parameters, Execution execution) {
            return isThere(parameters)
                    ? new Proof.Holds("read back", Map.of())
                    : new Proof.Unknown("the line is missing");
        }

        private boolean isThere(Target parameters) {
            try {
                return Files.exists(file) && Files.readAllLines(file).contains(parameters.target());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
