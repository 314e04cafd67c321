package dev.holdfast.app.status;

import dev.holdfast.app.status.StatusReport.Database;
import dev.holdfast.app.status.StatusReport.OpenRun;
import dev.holdfast.app.status.StatusReport.Regions;
import dev.holdfast.app.status.StatusReport.Waiting;
import dev.holdfast.app.terminal.ControlsPage;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.QuestionText;
import dev.holdfast.app.terminal.Table;
import dev.holdfast.engine.control.BreakGlass;
import dev.holdfast.engine.control.StandingOrder;
import dev.holdfast.engine.control.StandingOrder.Status;
import dev.holdfast.engine.notification.WaitingMessage;
import dev.holdfast.engine.run.Steering;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.region.RegionVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows how things stand; what must not be overlooked comes first. */
public final class StatusPage {
    private final Palette palette;
    private final StatusReport report;

    public StatusPage(Palette palette, StatusReport report) {
        this.palette = palette;
        this.report = report;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%s  %s".formatted(palette.bold(report.topology()), killSwitch()));
        report.recorded().unreviewed().forEach(glass -> lines.add(breakGlass(glass)));
        report.databases().forEach(database -> lines.addAll(database(database)));
        lines.addAll(regions(report.regions()));
        lines.add("");
        lines.add(palette.bold("Runs that are not over"));
        if (report.runs().isEmpty()) {
            lines.add("  none");
        }
        report.runs().forEach(run -> lines.addAll(run(run)));
        if (!report.messages().isEmpty()) {
            lines.add("");
            lines.add(palette.bold("Messages that wait") + "  holdfast notify retry");
            report.messages().forEach(message -> lines.add("  " + palette.yellow(waiting(message))));
        }
        List<StandingOrder> orders = standingOrders();
        if (!orders.isEmpty()) {
            lines.add("");
            lines.add(palette.bold("Standing orders"));
            new ControlsPage(report.trusted(), report.at())
                    .standingOrders(orders)
                    .forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private String killSwitch() {
        return report.recorded()
                .disarmed()
                .map(decision -> palette.red("DISARMED by %s, %s: %s"
                        .formatted(decision.by(), NodeText.ago(decision.at(), report.at()), decision.reason())))
                .orElseGet(() -> palette.green("armed"));
    }

    private String breakGlass(BreakGlass glass) {
        String by = "%s: %s".formatted(glass.opened().by(), glass.opened().reason());
        return glass.isOpen(report.at())
                ? palette.red("BREAK-GLASS %s is open until %s, by %s".formatted(glass.id(), glass.until(), by))
                : palette.yellow("break-glass %s waits for a review, opened by %s; holdfast break-glass review %s"
                        .formatted(glass.id(), by, glass.id()));
    }

    private List<String> database(Database database) {
        List<String> lines = new ArrayList<>(List.of("", palette.bold("Database " + database.name())));
        database.problem().ifPresent(problem -> lines.add("  " + palette.red("can't be looked at: ") + problem));
        Table table = new Table();
        database.nodes()
                .forEach(node -> table.row(
                        "  " + node.node(),
                        role(node),
                        NodeText.detail(node, database.nodes()).replace("\n", " ")));
        lines.addAll(table.lines());
        return lines;
    }

    private String role(NodeState node) {
        String role = NodeText.role(node);
        return switch (node) {
            case NodeState.Primary _, NodeState.Standby _ -> palette.green(role);
            case NodeState.Answering _ -> palette.yellow(role);
            case NodeState.Unreachable _ -> palette.red(role);
        };
    }

    private List<String> regions(Regions regions) {
        if (regions.verdicts().isEmpty() && regions.problem().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of("", palette.bold("Regions")));
        regions.problem().ifPresent(problem -> lines.add("  " + palette.red("can't be looked at: ") + problem));
        Table table = new Table();
        regions.verdicts()
                .forEach(verdict -> table.row(
                        "  " + verdict.region(),
                        health(verdict),
                        verdict.reason().replace("\n", " ")));
        lines.addAll(table.lines());
        return lines;
    }

    private String health(RegionVerdict verdict) {
        String health = verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return switch (verdict) {
            case RegionVerdict.Healthy _ -> palette.green(health);
            case RegionVerdict.Suspect _, RegionVerdict.Blind _ -> palette.yellow(health);
            case RegionVerdict.Failing _, RegionVerdict.Unreachable _ -> palette.red(health);
        };
    }

    private List<String> run(OpenRun run) {
        List<String> lines = new ArrayList<>();
        lines.add("  %s  %s, asked by %s, %s"
                .formatted(
                        palette.bold(run.state().run().value()),
                        run.state().runbook(),
                        run.state().begin().requestedBy(),
                        stands(run)));
        run.waiting().forEach(waiting -> lines.addAll(waiting(run, waiting)));
        return lines;
    }

    private String stands(OpenRun run) {
        Optional<String> paused = run.state().steering().paused().map(StatusPage::paused);
        if (paused.isPresent()) {
            return palette.yellow(paused.get());
        }
        return run.underWay()
                ? "under way"
                : palette.yellow("no process executes it: holdfast run resume "
                        + run.state().run());
    }

    private String waiting(WaitingMessage waiting) {
        return "%s, since %s: %s; %s"
                .formatted(
                        waiting.channel(),
                        NodeText.ago(waiting.since(), report.at()),
                        waiting.message().subject(),
                        waiting.reason());
    }

    private static String paused(Steering.Given<?> given) {
        return "paused by %s".formatted(given.by());
    }

    private static List<String> waiting(OpenRun run, Waiting waiting) {
        String step = waiting.step().id();
        if (!waiting.approval()) {
            return List.of("    %s waits until %s for somebody to let it proceed: %s"
                    .formatted(
                            step,
                            waiting.until(),
                            QuestionText.proceed(run.state().run(), step, waiting.digest())));
        }
        return List.of(
                "    %s waits until %s for %d approval%s, from %s"
                        .formatted(
                                step,
                                waiting.until(),
                                waiting.missing(),
                                waiting.missing() == 1 ? "" : "s",
                                waiting.candidates().isEmpty()
                                        ? "nobody: no operator has the role"
                                        : String.join(" or ", waiting.candidates())),
                "      " + QuestionText.approval(run.state().run(), step, waiting.digest()));
    }

    private List<StandingOrder> standingOrders() {
        return report.recorded().standingOrders().stream()
                .filter(order ->
                        order.status(report.at()) == Status.IN_FORCE || order.status(report.at()) == Status.PROPOSED)
                .toList();
    }
}
