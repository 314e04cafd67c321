package dev.holdfast.app.status;

import dev.holdfast.app.status.StatusReport.Database;
import dev.holdfast.app.status.StatusReport.OpenRun;
import dev.holdfast.app.status.StatusReport.Waiting;
import dev.holdfast.app.terminal.ControlsPage;
import dev.holdfast.engine.control.BreakGlass;
import dev.holdfast.engine.control.Decision;
import dev.holdfast.engine.notification.WaitingMessage;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.region.RegionVerdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How things stand, for programs. */
public final class StatusDocument {
    private StatusDocument() {}

    public static Map<String, Object> of(StatusReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("topology", report.topology());
        document.put("at", report.at());
        document.put("armed", report.recorded().disarmed().isEmpty());
        report.recorded().disarmed().ifPresent(decision -> document.put("disarmed", decision(decision)));
        document.put(
                "break_glass",
                report.recorded().unreviewed().stream()
                        .map(glass -> breakGlass(glass, report))
                        .toList());
        document.put(
                "databases",
                report.databases().stream().map(StatusDocument::database).toList());
        document.put(
                "regions",
                report.regions().verdicts().stream().map(StatusDocument::region).toList());
        report.regions().problem().ifPresent(problem -> document.put("regions_problem", problem));
        document.put("runs", report.runs().stream().map(StatusDocument::run).toList());
        document.put(
                "messages",
                report.messages().stream().map(StatusDocument::message).toList());
        ControlsPage controls = new ControlsPage(report.trusted(), report.at());
        document.put(
                "standing_orders",
                report.recorded().standingOrders().stream()
                        .map(controls::document)
                        .toList());
        return document;
    }

    private static Map<String, Object> decision(Decision decision) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("by", decision.by());
        document.put("since", decision.at());
        document.put("reason", decision.reason());
        return document;
    }

    private static Map<String, Object> breakGlass(BreakGlass glass, StatusReport report) {
        Map<String, Object> document = decision(glass.opened());
        document.put("id", glass.id());
        document.put("until", glass.until());
        document.put("open", glass.isOpen(report.at()));
        return document;
    }

    private static Map<String, Object> database(Database database) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", database.name());
        database.problem().ifPresent(problem -> document.put("problem", problem));
        document.put(
                "servers",
                database.nodes().stream()
                        .map(node -> server(node, database.nodes()))
                        .toList());
        return document;
    }

    private static Map<String, Object> region(RegionVerdict verdict) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", verdict.region());
        document.put("verdict", verdict.getClass().getSimpleName().toUpperCase(Locale.ROOT));
        document.put("detail", verdict.reason());
        return document;
    }

    private static Map<String, Object> server(NodeState node, List<NodeState> all) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", node.node());
        document.put("role", node.getClass().getSimpleName().toUpperCase(Locale.ROOT));
        if (node instanceof NodeState.Standby standby) {
            NodeText.behind(standby, all).ifPresent(bytes -> document.put("bytes_behind", bytes));
            NodeText.delay(standby, all).ifPresent(time -> document.put("replay_lag_seconds", time));
        }
        document.put("detail", NodeText.detail(node, all));
        return document;
    }

    private static Map<String, Object> message(WaitingMessage waiting) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("channel", waiting.channel());
        document.put("since", waiting.since());
        document.put("subject", waiting.message().subject());
        document.put("attempts", waiting.attempts());
        document.put("reason", waiting.reason());
        return document;
    }

    private static Map<String, Object> run(OpenRun run) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("run", run.state().run());
        document.put("runbook", run.state().runbook());
        document.put("requested_by", run.state().begin().requestedBy());
        document.put("under_way", run.underWay());
        document.put("paused", run.state().steering().paused().isPresent());
        document.put(
                "waiting", run.waiting().stream().map(StatusDocument::waiting).toList());
        return document;
    }

    private static Map<String, Object> waiting(Waiting waiting) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("step", waiting.step().id());
        document.put("plan", waiting.digest());
        document.put("until", waiting.until());
        document.put("approvals_missing", waiting.missing());
        document.put("candidates", waiting.candidates());
        return document;
    }
}
