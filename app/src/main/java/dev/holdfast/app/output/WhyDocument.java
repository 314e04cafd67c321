package dev.holdfast.app.output;

import dev.holdfast.engine.recovery.WatchRegister.Standing;
import dev.holdfast.engine.why.Diagnosis;
import dev.holdfast.engine.why.Finding;
import dev.holdfast.engine.why.RegionDiagnosis;
import dev.holdfast.engine.why.Response;
import dev.holdfast.engine.why.Unfinished;
import dev.holdfast.engine.why.Witness;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** For programs: why Holdfast acts on a database, or doesn't. */
public final class WhyDocument {
    private WhyDocument() {}

    public static Map<String, Object> of(Diagnosis diagnosis) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("database", diagnosis.database());
        diagnosis.server().ifPresent(server -> document.put("server", server));
        document.put("answer", diagnosis.answer());
        document.put("blocked_by", diagnosis.blocks());
        diagnosis.coolDown().ifPresent(until -> document.put("cool_down_until", until));
        document.put(
                "detectors",
                diagnosis.findings().stream().map(WhyDocument::finding).toList());
        document.put(
                "watches", diagnosis.watches().stream().map(WhyDocument::watch).toList());
        document.put(
                "unfinished_runs",
                diagnosis.unfinished().stream().map(WhyDocument::run).toList());
        diagnosis.regions().ifPresent(regions -> document.put("regions", regions(regions)));
        return document;
    }

    private static Map<String, Object> regions(RegionDiagnosis regions) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("answer", regions.answer());
        document.put("blocked_by", regions.blocks());
        document.put(
                "verdicts",
                regions.verdicts().stream()
                        .map(verdict -> Map.of(
                                "region", verdict.region(),
                                "verdict", verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                                "reason", verdict.reason()))
                        .toList());
        document.put(
                "watches", regions.watches().stream().map(WhyDocument::watch).toList());
        document.put(
                "unfinished_runs",
                regions.unfinished().stream().map(WhyDocument::run).toList());
        return document;
    }

    private static Map<String, Object> finding(Finding finding) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("trigger", finding.trigger());
        document.put("judgement", finding.judgement().name().toLowerCase(Locale.ROOT));
        document.put("reason", finding.reason());
        document.put(
                "votes", finding.witnesses().stream().map(WhyDocument::vote).toList());
        document.put(
                "runbooks",
                finding.responses().stream().map(WhyDocument::response).toList());
        return document;
    }

    private static Map<String, Object> vote(Witness witness) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("kind", witness.kind());
        document.put("source", witness.name());
        document.put("saw", witness.saw());
        witness.since().ifPresent(since -> document.put("since", since));
        document.put("detail", witness.detail());
        return document;
    }

    private static Map<String, Object> response(Response response) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("runbook", response.runbook());
        document.put("steps", response.steps());
        return document;
    }

    private static Map<String, Object> watch(Standing watch) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("process", watch.pid());
        document.put("runbook", watch.runbook());
        document.put("since", watch.since());
        document.put("last_sign_of_life", watch.lastBeat());
        return document;
    }

    private static Map<String, Object> run(Unfinished run) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("run", run.run());
        document.put("runbook", run.runbook());
        document.put("reason", run.reason());
        document.put("at", run.at());
        return document;
    }
}
