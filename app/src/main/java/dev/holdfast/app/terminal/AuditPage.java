package dev.holdfast.app.terminal;

import dev.holdfast.engine.audit.AuditRecord;
import dev.holdfast.engine.audit.AuditReport;
import dev.holdfast.engine.audit.Breach;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit trail for people. */
public final class AuditPage {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SECONDS = "2026-11-23T10:15:00".length();
    private static final int WIDEST = 90;

    /** What is left out is what Holdfast noted while it worked; {@code run show --events} and an export have it. */
    private static final Set<String> WORK_UNDER_WAY = Set.of(
            "step-planned",
            "step-noted",
            "step-performed",
            "step-slow",
            "step-held",
            "restore-point-recorded",
            "run-resumed",
            "order-taken");

    private AuditPage() {}

    /** Whether a person or Holdfast did something by it. */
    public static boolean tellsWhoDidWhat(AuditRecord record) {
        return !WORK_UNDER_WAY.contains(record.type());
    }

    /** A line for each record. */
    public static List<String> table(List<AuditRecord> records) {
        if (records.isEmpty()) {
            return List.of("nothing was recorded");
        }
        Table table = new Table().row("WHEN", "WHO", "WHAT", "OF");
        records.forEach(record -> {
            JsonNode body = tree(record.body());
            table.row(
                    record.at().substring(0, Math.min(SECONDS, record.at().length())),
                    who(body),
                    what(record, body),
                    record.stream());
        });
        return table.lines();
    }

    private static String who(JsonNode body) {
        JsonNode by = Optional.ofNullable(body.get("by"))
                .or(() -> Optional.ofNullable(body.get("requestedBy")))
                .orElseGet(() -> JSON.createObjectNode());
        String name = by.path("name").asString("Holdfast");
        String from = by.path("from").asString("");
        return from.isEmpty() ? name : "%s (%s)".formatted(name, from);
    }

    private static String what(AuditRecord record, JsonNode body) {
        String detail = record.type().startsWith("command-") ? command(body) : fields(body);
        String text = detail.isEmpty() ? record.type() : "%s: %s".formatted(record.type(), detail);
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST) + "...";
    }

    private static String command(JsonNode body) {
        String line = body.path("line").asString("");
        return body.has("exit")
                ? "%s, exit code %d".formatted(line, body.path("exit").asInt())
                : line;
    }

    /** The plain fields that say something in a line. */
    private static String fields(JsonNode body) {
        JsonNode order = body.path("order");
        List<String> told = new ArrayList<>();
        for (String field :
                List.of("kind", "step", "operation", "runbook", "mode", "outcome", "summary", "evidence", "reason")) {
            String value = order.path(field).asString(body.path(field).asString(""));
            if (!value.isEmpty()) {
                told.add(value);
            }
        }
        for (String field : List.of("comment", "digest")) {
            Optional.of(order.path(field).asString(""))
                    .filter(value -> !value.isEmpty())
                    .ifPresent(told::add);
        }
        return String.join(", ", told);
    }

    private static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException damaged) {
            return JSON.createObjectNode();
        }
    }

    /** What was found when it was verified. */
    public static List<String> report(AuditReport report, Palette palette) {
        List<String> lines = new ArrayList<>();
        if (report.breach().isPresent()) {
            lines.add("%d records are right, then:".formatted(report.records()));
            return lines;
        }
        lines.add(palette.green("%d records, none was changed".formatted(report.records())));
        lines.add(
                report.covered() == report.records()
                        ? "%d checkpoints prove all of them".formatted(report.checkpoints())
                        : "%d checkpoints prove the first %d of them; `holdfast audit checkpoint` signs the rest"
                                .formatted(report.checkpoints(), report.covered()));
        if (!report.key().isEmpty()) {
            lines.add(
                    "key %s%s"
                            .formatted(
                                    report.key(),
                                    report.keyProven()
                                            ? ""
                                            : " (not proven to be that of the installation: give --checkpoint, or the secret)"));
        }
        return lines;
    }

    /** The first bad record, in one sentence. */
    public static String breach(Breach breach) {
        String name = breach.stream().isEmpty() ? "" : " (%s %d)".formatted(breach.stream(), breach.index());
        String at = breach.at().isEmpty() ? "" : " of " + breach.at();
        return "record %d%s%s: %s".formatted(breach.seq(), name, at, breach.detail());
    }
}
