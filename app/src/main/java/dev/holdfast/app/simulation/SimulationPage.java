package dev.holdfast.app.simulation;

import dev.holdfast.app.simulation.RecoveryTime.Service;
import dev.holdfast.app.terminal.Durations;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.Table;
import dev.holdfast.drivers.twin.TwinCapacity.Part;
import dev.holdfast.model.runbook.ApprovalRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows people what a simulation found. */
public final class SimulationPage {
    /** How much of an evidence the table shows. */
    private static final int WIDEST = 100;

    private final Palette palette;

    public SimulationPage(Palette palette) {
        this.palette = palette;
    }

    /** The whole page. */
    public List<String> lines(SimulationReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("%s  simulation, %s"
                .formatted(palette.bold(report.runbook()), palette.green("nothing real is changed")));
        lines.add("the site as seen at " + report.at());
        lines.add("broken on the twin: " + report.disaster());
        lines.add("");
        lines.addAll(table(report).lines());
        report.steps().forEach(step -> lines.addAll(details(step)));
        lines.add("");
        lines.addAll(summary(report).lines());
        return lines;
    }

    private Table table(SimulationReport report) {
        Table table = new Table().row("STEP", "USUALLY", "SLOW", "FROM", "WHO MUST APPROVE", "WHAT IT WOULD DO");
        report.steps()
                .forEach(step -> table.row(
                        step.id(),
                        happens(step) ? Durations.show(step.duration().p50()) : "",
                        happens(step) ? Durations.show(step.duration().p95()) : "",
                        happens(step) ? step.duration().source() : "",
                        step.approval().map(SimulationPage::approval).orElse(""),
                        effect(step.effect())));
        return table;
    }

    private static boolean happens(SimulatedStep step) {
        return !(step.effect() instanceof StepEffect.Unavailable || step.effect() instanceof StepEffect.NotReached);
    }

    /** Who must approve, in words. */
    static String approval(ApprovalRule rule) {
        return "%d %s%s"
                .formatted(rule.people(), rule.role().name().toLowerCase(Locale.ROOT), rule.people() == 1 ? "" : "s");
    }

    private String effect(StepEffect effect) {
        String text = effect.text().replace("\n", "; ");
        return switch (effect) {
            case StepEffect.Does _ -> text;
            case StepEffect.Holds _ -> text.length() > WIDEST ? text.substring(0, WIDEST) + " ..." : text;
            case StepEffect.Unavailable _ -> palette.yellow(text);
            case StepEffect.Refused _, StepEffect.Fails _, StepEffect.TakenBack _ -> palette.red(text);
            case StepEffect.NotReached _ -> palette.dim(text);
        };
    }

    private List<String> details(SimulatedStep step) {
        if (!(step.effect() instanceof StepEffect.Does does)
                || (does.changes().isEmpty() && does.warning().isEmpty())) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of("", palette.cyan(step.id()) + ": " + does.summary()));
        does.changes().forEach(change -> lines.add("  - " + change));
        if (!does.warning().isEmpty()) {
            lines.add("  " + palette.yellow("must be confirmed: ") + does.warning());
        }
        return lines;
    }

    private Table summary(SimulationReport report) {
        RecoveryTime time = report.time();
        Table table = new Table();
        table.row(
                "ends",
                report.ending().outcome().name().toLowerCase(Locale.ROOT) + ": "
                        + report.ending().summary());
        table.row("clients", service(time.service()));
        table.row(
                "RTO",
                "%s; objective %s: %s".formatted(recovery(time), Durations.show(time.objective()), met(time.met())));
        table.row(
                "RPO",
                "%s; objective %s: %s"
                        .formatted(
                                report.point()
                                        .figure()
                                        .map("a loss of "::concat)
                                        .orElse("no step can lose anything"),
                                Durations.show(report.point().objective()),
                                met(report.point().met())));
        table.row("whole run", spread(time.whole()) + ", without the time that people take");
        List<Part> before = new ArrayList<>(report.capacity().before().instances());
        before.addAll(report.capacity().before().standbys());
        List<String> after = new ArrayList<>();
        report.capacity().after().instances().forEach(part -> after.add(capacity(part, before, "instances ready")));
        report.capacity().after().standbys().forEach(part -> after.add(capacity(part, before, "standbys streaming")));
        for (int i = 0; i < after.size(); i++) {
            table.row(i == 0 ? "capacity afterwards" : "", after.get(i));
        }
        return table;
    }

    private static String service(Service service) {
        return switch (service) {
            case Service.Uninterrupted _ -> "are served all the time";
            case Service.BackAfter back -> "are served again after `%s`".formatted(back.step());
            case Service.Missing missing -> "are not served at the end in " + String.join(", ", missing.regions());
        };
    }

    private static String recovery(RecoveryTime time) {
        return switch (time.service()) {
            case Service.Uninterrupted _ -> "no time without service";
            case Service.BackAfter _ ->
                "%s along %s".formatted(spread(time.untilServed()), String.join(" > ", time.criticalPath()));
            case Service.Missing _ -> "service does not come back";
        };
    }

    private static String spread(Prediction prediction) {
        return "usually %s, slow %s".formatted(Durations.show(prediction.p50()), Durations.show(prediction.p95()));
    }

    private String met(boolean met) {
        return met ? palette.green("met") : palette.red("not met");
    }

    private static String capacity(Part part, List<Part> before, String what) {
        Optional<Part> same = before.stream()
                .filter(candidate -> candidate.name().equals(part.name()))
                .findFirst();
        return "%s: %d of %d %s, %d before"
                .formatted(
                        part.name(),
                        part.ready(),
                        part.total(),
                        what,
                        same.map(Part::ready).orElse(0L));
    }
}
