package dev.holdfast.app.simulation;

import dev.holdfast.app.simulation.RecoveryTime.Service;
import dev.holdfast.drivers.twin.TwinCapacity;
import dev.holdfast.drivers.twin.TwinCapacity.Part;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.runbook.ApprovalRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A simulation for programs. Durations are in seconds. */
public final class SimulationDocument {
    private SimulationDocument() {}

    public static Map<String, Object> of(SimulationReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("runbook", report.runbook());
        document.put("mode", "simulation");
        document.put("site_seen_at", report.at());
        document.put("broken_on_the_twin", report.disaster());
        document.put("outcome", report.ending().outcome().name());
        document.put("summary", report.ending().summary());
        document.put("within_objectives", report.exitCode() == 0);
        document.put("rto", rto(report.time()));
        document.put("rpo", rpo(report.point()));
        document.put(
                "steps", report.steps().stream().map(SimulationDocument::step).toList());
        document.put(
                "capacity",
                Map.of(
                        "before", capacity(report.capacity().before()),
                        "after", capacity(report.capacity().after())));
        return document;
    }

    private static Map<String, Object> rto(RecoveryTime time) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("objective", time.objective());
        document.put("met", time.met());
        switch (time.service()) {
            case Service.Uninterrupted _ -> document.put("service", "UNINTERRUPTED");
            case Service.BackAfter back -> {
                document.put("service", "BACK");
                document.put("back_after", back.step());
                document.put("until_served", prediction(time.untilServed()));
                document.put("critical_path", time.criticalPath());
            }
            case Service.Missing missing -> {
                document.put("service", "MISSING");
                document.put("missing_in", missing.regions());
            }
        }
        document.put("whole_run", prediction(time.whole()));
        return document;
    }

    private static Map<String, Object> rpo(RecoveryPoint point) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("objective", point.objective());
        document.put("met", point.met());
        point.figure().ifPresent(figure -> document.put("loss", figure));
        return document;
    }

    private static Map<String, Object> step(SimulatedStep step) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", step.id());
        document.put("operation", step.operation());
        switch (step.effect()) {
            case StepEffect.Does does -> {
                document.put("effect", "DOES");
                document.put("summary", does.summary());
                document.put("changes", does.changes());
                document.put("needs_confirmation", does.warning());
            }
            case StepEffect.Holds holds -> {
                document.put("effect", "HOLDS");
                document.put("evidence", holds.evidence());
            }
            case StepEffect.Unavailable unavailable ->
                problem(document, "UNAVAILABLE", ErrorCode.NOT_YET_AVAILABLE, unavailable.reason());
            case StepEffect.Refused refused -> problem(document, "REFUSED", refused.code(), refused.reason());
            case StepEffect.Fails fails -> problem(document, "FAILS", fails.code(), fails.reason());
            case StepEffect.TakenBack back -> {
                document.put("effect", "TAKEN_BACK");
                document.put("summary", back.summary());
            }
            case StepEffect.NotReached _ -> document.put("effect", "NOT_REACHED");
        }
        document.put("duration", prediction(step.duration()));
        step.approval().ifPresent(rule -> document.put("approval", approval(rule)));
        step.loss().ifPresent(loss -> document.put("loss", loss));
        return document;
    }

    private static void problem(Map<String, Object> document, String effect, ErrorCode code, String reason) {
        document.put("effect", effect);
        document.put("code", code.id());
        document.put("reason", reason);
    }

    private static Map<String, Object> approval(ApprovalRule rule) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("people", rule.people());
        document.put("role", rule.role().name());
        return document;
    }

    private static Map<String, Object> prediction(Prediction prediction) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("p50", prediction.p50());
        document.put("p95", prediction.p95());
        document.put("source", prediction.source());
        return document;
    }

    private static Map<String, Object> capacity(TwinCapacity capacity) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("instances", parts(capacity.instances()));
        document.put("standbys", parts(capacity.standbys()));
        return document;
    }

    private static List<Map<String, Object>> parts(List<Part> parts) {
        return parts.stream()
                .map(part -> {
                    Map<String, Object> document = new LinkedHashMap<>();
                    document.put("name", part.name());
                    document.put("ready", part.ready());
                    document.put("total", part.total());
                    return document;
                })
                .toList();
    }
}
