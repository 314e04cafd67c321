package dev.holdfast.app.scenario;

import dev.holdfast.app.drill.DatabaseFailureDrill;
import dev.holdfast.app.drill.DrillProgress;
import dev.holdfast.app.drill.ScoreCard;
import dev.holdfast.app.drill.TrafficProcess;
import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.OwnCommand;
import dev.holdfast.lab.fault.Fault;
import dev.holdfast.lab.fault.FaultGrammar;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A fault under live traffic, and what must come of it without Holdfast and with it. */
final class FaultDrill {
    private static final Duration STEADY = Duration.ofSeconds(1);

    private final LabUnderTest lab;
    private final Fault fault;

    FaultDrill(LabUnderTest lab, String sentence) {
        this.lab = lab;
        this.fault = new FaultGrammar(lab.lab().plan()).parse(sentence);
    }

    /**
     * What a drill came to.
     *
     * @param primary that the fault hit
     * @param promotions how many there were
     */
    record Outcome(ScoreCard card, String primary, int promotions) {}

    /** What must come of a drill. */
    interface Expectation {
        void of(Outcome outcome);
    }

    FaultDrill withoutHoldfast(Expectation expectation) throws IOException, InterruptedException {
        expectation.of(run("without", false));
        lab.heal();
        return this;
    }

    FaultDrill withHoldfast(Expectation expectation) throws IOException, InterruptedException {
        expectation.of(run("with", true));
        lab.heal();
        return this;
    }

    private Outcome run(String name, boolean recover) throws IOException, InterruptedException {
        String primary = lab.lab().primary();
        int timeline = lab.timeline();
        Path directory = lab.directory("%s-%s".formatted(name, fault.sentence().replace(' ', '-')));
        try (Installation installation = lab.installation();
                DrillProgress progress =
                        DrillProgress.on(Terminal.plain(LabUnderTest.silent(), LabUnderTest.silent()))) {
            DatabaseFailureDrill drill = new DatabaseFailureDrill(installation, lab.lab(), progress);
            DatabaseFailureDrill.Plan plan = new DatabaseFailureDrill.Plan(fault, recover, STEADY);
            ScoreCard card = drill.run(plan, new Clients(installation.topologyFile(), directory));
            return new Outcome(card, primary, lab.timeline() - timeline);
        }
    }

    private record Clients(Path topology, Path directory) implements DatabaseFailureDrill.Clients {
        @Override
        public TrafficProcess start() {
            List<String> command = OwnCommand.of(
                    "lab-traffic",
                    "--topology",
                    topology.toString(),
                    "--ledger",
                    ledgers().toString());
            return TrafficProcess.start(command, directory.resolve("clients.log"));
        }

        @Override
        public Path ledgers() {
            return directory.resolve("ledgers");
        }
    }
}
