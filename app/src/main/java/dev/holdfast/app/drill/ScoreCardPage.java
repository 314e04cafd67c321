package dev.holdfast.app.drill;

import dev.holdfast.app.terminal.Durations;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.lab.judge.Durability;
import dev.holdfast.lab.judge.Judgement;
import dev.holdfast.lab.judge.Outage;
import dev.holdfast.lab.judge.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A score card for people, and for programs. */
public final class ScoreCardPage {
    private final ScoreCard card;
    private final Palette palette;

    public ScoreCardPage(ScoreCard card, Palette palette) {
        this.card = card;
        this.palette = palette;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(palette.bold("Score card") + "  " + card.fault() + (card.run().isEmpty() ? ", nobody recovers" : ""));
        lines.add(
                row("RTO", rto(), "objective " + Durations.show(card.objective().rto())));
        card.phases().ifPresent(phases -> lines.add(row("", split(phases), "")));
        lines.add(
                row("RPO", rpo(), "objective " + Durations.show(card.objective().rpo())));
        lines.add(row("writes", writes(card.judgement()), ""));
        lines.add(row("reads", reads(), ""));
        for (Service region : card.judgement().regions()) {
            lines.add(row(region.region(), region(region), ""));
        }
        lines.add(row("drill", "took " + Durations.show(card.took()), ""));
        lines.add("");
        lines.addAll(verdict());
        return lines;
    }

    private List<String> verdict() {
        if (card.run().isEmpty()) {
            return List.of(
                    card.controlHolds()
                            ? palette.green("CONTROL HOLDS") + "  left alone, the service stays down"
                            : palette.red("CONTROL BROKEN")
                                    + "  the service came back by itself, so a drill proves nothing");
        }
        if (card.passed()) {
            return List.of(palette.green("PASSED") + "  recovered, and every promise to a client was kept");
        }
        List<String> lines = new ArrayList<>();
        lines.add(palette.red("FAILED"));
        card.misses().forEach(miss -> lines.add("  - " + miss));
        return lines;
    }

    private static String row(String name, String value, String remark) {
        return "  %-12s%s%s".formatted(name, value, remark.isEmpty() ? "" : "  (" + remark + ")");
    }

    private String rto() {
        return card.rto()
                .map(rto -> palette.bold(Durations.show(rto)) + " without an acknowledged write, as clients saw it")
                .orElseGet(() -> palette.red("not recovered"));
    }

    private static String split(Phases phases) {
        List<String> parts = new ArrayList<>();
        phases.phases().forEach(phase -> parts.add(phase.name() + " " + Durations.show(phase.took())));
        return String.join(" | ", parts);
    }

    private String rpo() {
        return card.rpo()
                .map(rpo -> palette.bold(Durations.show(rpo)) + " of acknowledged writes lost")
                .orElseGet(() -> palette.red("unknown: the rows could not be read"));
    }

    static String writes(Judgement judgement) {
        return judgement
                .durability()
                .map(rows -> "%d acknowledged, %d lost, %d there twice, timelines %s"
                        .formatted(rows.acknowledged(), rows.lost(), rows.doubleRows(), rows.timelines()))
                .orElse("unknown");
    }

    private String reads() {
        return "%d answered, %d contradicted an acknowledged write"
                .formatted(
                        card.judgement().overall().requests().read(),
                        card.judgement().contradictions().reads());
    }

    private static String region(Service region) {
        String outage = region.outage()
                .map(found -> (found.ongoing() ? "down since " : "down ") + Durations.show(found.length()))
                .orElse("never served");
        return "%s, %d requests failed".formatted(outage, region.requests().failed());
    }

    /** The card as a JSON object; durations in seconds. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("fault", card.fault());
        document.put("passed", card.run().isEmpty() ? card.controlHolds() : card.passed());
        document.put("control", card.run().isEmpty());
        document.put("misses", card.run().isEmpty() ? List.of() : card.misses());
        card.run().ifPresent(outcome -> document.put("run_outcome", outcome.name()));
        putSeconds(document, "rto_seconds", card.rto());
        putSeconds(document, "rpo_seconds", card.rpo());
        putSeconds(document, "took_seconds", Optional.of(card.took()));
        card.phases().ifPresent(phases -> {
            Map<String, Object> split = new LinkedHashMap<>();
            phases.phases().forEach(phase -> split.put(phase.name(), seconds(phase.took())));
            document.put("phases_seconds", split);
        });
        card.judgement().durability().ifPresent(rows -> document.put("writes", writes(rows)));
        document.put("contradictory_reads", card.judgement().contradictions().reads());
        document.put(
                "regions",
                card.judgement().regions().stream().map(ScoreCardPage::service).toList());
        return document;
    }

    static Map<String, Object> writes(Durability rows) {
        Map<String, Object> writes = new LinkedHashMap<>();
        writes.put("acknowledged", rows.acknowledged());
        writes.put("lost", rows.lost());
        writes.put("double", rows.doubleRows());
        writes.put("timelines", rows.timelines());
        return writes;
    }

    private static Map<String, Object> service(Service service) {
        Map<String, Object> region = new LinkedHashMap<>();
        region.put("region", service.region());
        region.put("acknowledged", service.requests().acknowledged());
        region.put("failed", service.requests().failed());
        putSeconds(region, "outage_seconds", service.outage().map(Outage::length));
        region.put("ongoing", service.outage().map(Outage::ongoing).orElse(true));
        return region;
    }

    static void putSeconds(Map<String, Object> document, String name, Optional<Duration> duration) {
        duration.ifPresent(known -> document.put(name, seconds(known)));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
