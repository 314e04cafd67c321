package dev.holdfast.app.terminal;

import dev.holdfast.engine.recovery.AutomaticRecovery;
import dev.holdfast.engine.recovery.RegionRecovery;
import dev.holdfast.engine.why.Diagnosis;
import dev.holdfast.engine.why.Finding;
import dev.holdfast.engine.why.Judgement;
import dev.holdfast.engine.why.RegionDiagnosis;
import dev.holdfast.engine.why.Response;
import dev.holdfast.engine.why.Witness;
import dev.holdfast.model.region.RegionVerdict;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** For people: why Holdfast acts on a database, or doesn't. The first line is the answer. */
public final class WhyPage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Palette palette;

    public WhyPage(Palette palette) {
        this.palette = palette;
    }

    public List<String> lines(Diagnosis diagnosis) {
        List<String> lines = new ArrayList<>();
        lines.add(answer(diagnosis));
        diagnosis.blocks().stream().skip(1).forEach(block -> lines.add("  and " + block));
        diagnosis.regions().ifPresent(regions -> lines.addAll(regions(regions)));
        for (Finding finding : diagnosis.findings()) {
            if (finding.judgement() != Judgement.NO_DETECTOR) {
                lines.add("");
                lines.addAll(finding(finding));
            }
        }
        String undetected = undetected(diagnosis);
        if (!undetected.isEmpty()) {
            lines.addAll(List.of("", palette.dim("no detector: " + undetected)));
        }
        return lines;
    }

    private List<String> regions(RegionDiagnosis regions) {
        List<String> lines = new ArrayList<>();
        String answer = "regions: " + regions.answer();
        boolean well = regions.blocks().isEmpty()
                && regions.verdicts().stream().allMatch(RegionVerdict.Healthy.class::isInstance);
        boolean lost = regions.verdicts().stream().anyMatch(RegionVerdict::isDown);
        lines.add(well ? palette.green(answer) : lost ? palette.red(answer) : palette.yellow(answer));
        regions.blocks().stream().skip(1).forEach(block -> lines.add("  and " + block));
        return lines;
    }

    private String answer(Diagnosis diagnosis) {
        Judgement primary = diagnosis.findings().getFirst().judgement();
        String answer = "%s: %s".formatted(diagnosis.database(), diagnosis.answer());
        if (primary == Judgement.FIRES) {
            return palette.red(answer);
        }
        boolean well = primary == Judgement.QUIET && diagnosis.blocks().isEmpty();
        return well ? palette.green(answer) : palette.yellow(answer);
    }

    private List<String> finding(Finding finding) {
        List<String> lines = new ArrayList<>();
        lines.add("%s  %s: %s"
                .formatted(palette.bold(finding.trigger()), judgement(finding.judgement()), finding.reason()));
        Table table = new Table();
        groups(finding.witnesses()).forEach(group -> row(table, group));
        lines.addAll(table.lines());
        finding.responses().forEach(response -> lines.add(response(finding, response)));
        return lines;
    }

    private String response(Finding finding, Response response) {
        boolean started = finding.trigger().equals(AutomaticRecovery.TRIGGER)
                || RegionRecovery.TRIGGERS.contains(finding.trigger());
        return palette.dim("  runbook %s%s: %s"
                .formatted(
                        response.runbook(),
                        started ? "" : ", which only people start for this",
                        String.join(", ", response.steps())));
    }

    private String judgement(Judgement judgement) {
        String word = judgement.name().toLowerCase(Locale.ROOT);
        return switch (judgement) {
            case QUIET -> palette.green(word);
            case FIRES -> palette.red(word);
            case SUSPECT, BLIND, NO_DETECTOR -> palette.yellow(word);
        };
    }

    /** Sources of one kind that say the same share a line, unless one has a story to tell. */
    private static List<List<Witness>> groups(List<Witness> witnesses) {
        Map<String, List<Witness>> groups = new LinkedHashMap<>();
        for (Witness witness : witnesses) {
            String key = witness.since().isPresent()
                    ? witness.kind() + witness.name()
                    : String.join("/", witness.kind(), witness.saw());
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(witness);
        }
        return List.copyOf(groups.values());
    }

    private void row(Table table, List<Witness> group) {
        Witness first = group.getFirst();
        table.row(
                "  " + first.kind(),
                group.stream().map(Witness::name).collect(Collectors.joining(", ")),
                first.saw(),
                first.since().map(since -> "since " + TIME.format(since)).orElse(""),
                group.size() == 1 ? palette.dim(first.detail()) : "");
    }

    private static String undetected(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.judgement() == Judgement.NO_DETECTOR)
                .map(Finding::trigger)
                .collect(Collectors.joining(", "));
    }
}
