package dev.holdfast.app.command;

import dev.holdfast.app.drill.DatabaseFailureDrill;
import dev.holdfast.app.drill.DrillProgress;
import dev.holdfast.app.drill.OwnProgram;
import dev.holdfast.app.drill.RegionFailureDrill;
import dev.holdfast.app.drill.RegionScoreCard;
import dev.holdfast.app.drill.RegionScoreCardPage;
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
import dev.holdfast.lab.plan.LabRegion;
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
import java.util.Map;
import java.util.Optional;

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
                List.of(
                        new CommandNode.Leaf(
                                "database-failure",
                                "Lose the primary database under live traffic",
                                () -> List.of(
                                        Arguments.option("--fault", "FAULT", "crash (when silent), hang or blackhole."),
                                        Arguments.flag("--control", "Nobody recovers: the service must stay down."),
                                        Arguments.option(
                                                "--steady", "DURATION", "Traffic before the fault and after (3s)."),
                                        Arguments.flag("--json", "The score card as JSON, as with -o json.")),
                                DrillCommands::databaseFailure),
                        new CommandNode.Leaf(
                                "region-failure",
                                "Lose a whole region under live traffic, or leave it while it serves",
                                () -> List.of(
                                        Arguments.option(
                                                "--region", "REGION", "Which one (the primary's when silent)."),
                                        Arguments.option("--fault", "FAULT", "crash (when silent), hang or blackhole."),
                                        Arguments.flag("--control", "Nobody recovers: the service must stay down."),
                                        Arguments.flag(
                                                "--planned",
                                                "No fault: leave the region and return; nobody may notice."),
                                        Arguments.option(
                                                "--steady", "DURATION", "Traffic before the fault and after (3s)."),
                                        Arguments.flag("--json", "The score card as JSON, as with -o json.")),
                                DrillCommands::regionFailure)));
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

    private static int regionFailure(Invocation invocation) {
        boolean json = invocation.json() || invocation.flag("--json");
        Terminal terminal = json ? silent(invocation.terminal()) : invocation.terminal();
        Lab lab = new Lab(invocation.surroundings().labDirectory());
        refuseContradiction(invocation);
        String region = region(invocation, lab);
        Optional<Fault> fault = invocation.flag("--planned")
                ? Optional.empty()
                : Optional.of(fault(invocation, lab, "region " + region));
        try (LabProgressView view = LabProgressView.on(terminal)) {
            lab.up(LabOptions.everything(new ServiceProcess()), view::show);
        }
        RegionFailureDrill.Plan plan =
                new RegionFailureDrill.Plan(region, fault, !invocation.flag("--control"), steady(invocation));
        RegionScoreCard card = drill(invocation, lab, plan, terminal);
        RegionScoreCardPage page = new RegionScoreCardPage(card, terminal.outPalette());
        if (json) {
            invocation.print(page.document());
        } else {
            invocation.print(page.lines());
        }
        return card.passed() ? 0 : ErrorCode.DRILL_FAILED.errorClass().exitCode();
    }

    private static void refuseContradiction(Invocation invocation) {
        boolean planned = invocation.flag("--planned");
        if (planned
                && (invocation.flag("--control") || invocation.option("--fault").isPresent())) {
            throw new HoldfastException(
                    ErrorCode.USAGE, "--planned has no fault, so it takes neither --fault nor --control");
        }
    }

    private static String region(Invocation invocation, Lab lab) {
        List<String> regions =
                lab.plan().regions().stream().map(LabRegion::name).toList();
        Optional<String> asked = invocation.option("--region");
        if (asked.isPresent() && !regions.contains(asked.get())) {
            throw new HoldfastException(
                    ErrorCode.COMPONENT_UNKNOWN, "region '%s'; the lab has %s".formatted(asked.get(), regions));
        }
        return asked.orElseGet(() -> lab.plan().node(lab.primary()).region().name());
    }

    private static RegionScoreCard drill(
            Invocation invocation, Lab lab, RegionFailureDrill.Plan plan, Terminal terminal) {
        try (Installation installation = invocation.installation(lab.directory().topology());
                DrillProgress progress = DrillProgress.on(terminal)) {
            OwnProgram program = new OwnProgram(
                    Map.of(
                            "HOLDFAST_TOPOLOGY", installation.topologyFile().toString(),
                            "HOLDFAST_STATE", installation.stateDirectory().toString()),
                    drillDirectory(installation));
            return new RegionFailureDrill(installation, lab, program, progress).run(plan);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "in the middle of the drill", e);
        }
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
        return new DatabaseFailureDrill.Plan(
                fault(invocation, lab, "primary"), !invocation.flag("--control"), steady(invocation));
    }

    private static Fault fault(Invocation invocation, Lab lab, String target) {
        String fault = invocation.option("--fault").orElse(FAULTS.getFirst());
        if (!FAULTS.contains(fault)) {
            throw new HoldfastException(
                    ErrorCode.FAULT_UNKNOWN, "--fault takes one of %s, not '%s'".formatted(FAULTS, fault));
        }
        return new FaultGrammar(lab.plan()).parse(fault + " " + target);
    }

    private static Duration steady(Invocation invocation) {
        return invocation.option("--steady").map(DurationText::parse).orElse(STEADY);
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
