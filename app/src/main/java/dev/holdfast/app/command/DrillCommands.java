package dev.holdfast.app.command;

import dev.holdfast.app.drill.DatabaseFailureDrill;
import dev.holdfast.app.drill.DrillProgress;
import dev.holdfast.app.drill.ScoreCard;
import dev.holdfast.app.drill.ScoreCardPage;
import dev.holdfast.app.drill.TrafficProcess;
import dev.holdfast.app.terminal.LabProgressView;
import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.OwnCommand;
import dev.holdfast.app.wiring.ServiceProcess;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabOptions;
import dev.holdfast.lab.fault.Fault;
import dev.holdfast.lab.fault.FaultGrammar;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The command line of the drills. */
final class DrillCommands {
    private static final List<String> FAULTS = List.of("crash", "hang", "blackhole");
    private static final Duration STEADY = Duration.ofSeconds(3);

    private DrillCommands() {}

    /** {@code holdfast drill ...}. */
    static CommandNode.Group group() {
        return new CommandNode.Group(
                "drill",
                "Break the lab, recover it, and have a judge say what clients saw",
                List.of(new CommandNode.Leaf(
                        "database-failure",
                        "Lose the primary database under live traffic",
                        () -> List.of(
                                Arguments.option("--fault", "FAULT", "crash (when silent), hang or blackhole."),
                                Arguments.flag("--control", "Nobody recovers: the service must stay down."),
                                Arguments.option("--steady", "DURATION", "Traffic before the fault and after (3s)."),
                                Arguments.flag("--json", "The score card as JSON, as with -o json.")),
                        DrillCommands::databaseFailure)));
    }

    private static int databaseFailure(Invocation invocation) {
        boolean json = invocation.json() || invocation.flag("--json");
        Terminal terminal = json ? silent(invocation.terminal()) : invocation.terminal();
        Lab lab = new Lab(invocation.surroundings().labDirectory());
        DatabaseFailureDrill.Plan plan = plan(invocation, lab);
        Instant began = Instant.now();
        try (LabProgressView view = LabProgressView.on(terminal)) {
            lab.up(LabOptions.everything(new ServiceProcess()), view::show);
        }
        ScoreCard card = drill(invocation, lab, plan, terminal, began);
        ScoreCardPage page = new ScoreCardPage(card, terminal.outPalette());
        if (json) {
            invocation.print(page.document());
        } else {
            invocation.print(page.lines());
        }
        boolean good = plan.recover() ? card.passed() : card.controlHolds();
        return good ? 0 : ErrorCode.DRILL_FAILED.errorClass().exitCode();
    }

    private static ScoreCard drill(
            Invocation invocation, Lab lab, DatabaseFailureDrill.Plan plan, Terminal terminal, Instant began) {
        try (Installation installation = invocation.installation(lab.directory().topology());
                DrillProgress progress = DrillProgress.on(terminal)) {
            Path directory = drillDirectory(installation);
            DatabaseFailureDrill drill = new DatabaseFailureDrill(installation, lab, progress);
            return drill.run(plan, clients(directory)).lasting(Duration.between(began, Instant.now()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "in the middle of the drill", e);
        }
    }

    private static DatabaseFailureDrill.Plan plan(Invocation invocation, Lab lab) {
        String fault = invocation.option("--fault").orElse(FAULTS.getFirst());
        if (!FAULTS.contains(fault)) {
            throw new HoldfastException(
                    ErrorCode.FAULT_UNKNOWN, "--fault takes one of %s, not '%s'".formatted(FAULTS, fault));
        }
        Duration steady = invocation.option("--steady").map(DurationText::parse).orElse(STEADY);
        Fault parsed = new FaultGrammar(lab.plan()).parse(fault + " primary");
        return new DatabaseFailureDrill.Plan(parsed, !invocation.flag("--control"), steady);
    }

    private static Path drillDirectory(Installation installation) {
        Path directory = installation
                .stateDirectory()
                .resolve("drills")
                .resolve(Instant.now().toString().replace(':', '-'));
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new HoldfastException(
                    ErrorCode.JOURNAL_UNWRITABLE, "making the directory of the drill: " + e.getMessage(), e);
        }
    }

    private static DatabaseFailureDrill.Clients clients(Path directory) {
        return new DatabaseFailureDrill.Clients() {
            @Override
            public TrafficProcess start() {
                List<String> command =
                        OwnCommand.of("lab-traffic", "--ledger", ledgers().toString());
                return TrafficProcess.start(command, directory.resolve("clients.log"));
            }

            @Override
            public Path ledgers() {
                return directory.resolve("ledgers");
            }
        };
    }

    private static Terminal silent(Terminal terminal) {
        return Terminal.plain(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), terminal.err());
    }
}
