package dev.holdfast.operations.region.health;

import dev.holdfast.model.region.ComponentHealth;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.region.RegionVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A verdict on a region with what it rests on, for people: a line for each component, and for each thing that was seen of it. */
final class EvidenceLines {
    private EvidenceLines() {}

    static List<String> of(RegionVerdict verdict) {
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s, %s".formatted(verdict.region(), word(verdict), verdict.reason()));
        groups(verdict).values().forEach(looks -> lines.add("  " + line(looks)));
        return List.copyOf(lines);
    }

    static String word(RegionVerdict verdict) {
        return switch (verdict) {
            case RegionVerdict.Healthy _ -> "healthy";
            case RegionVerdict.Suspect _ -> "suspect";
            case RegionVerdict.Failing _ -> "failing";
            case RegionVerdict.Unreachable _ -> "unreachable";
            case RegionVerdict.Blind _ -> "not to be judged";
        };
    }

    /** Places that saw the same of a component share a line. */
    private static Map<Seen, List<ComponentHealth>> groups(RegionVerdict verdict) {
        Map<Seen, List<ComponentHealth>> groups = new LinkedHashMap<>();
        verdict.looks()
                .forEach(look -> groups.computeIfAbsent(
                                new Seen(look.component(), look.status(), look.detail()), _ -> new ArrayList<>())
                        .add(look));
        return groups;
    }

    private record Seen(String component, Status status, String detail) {}

    private static String line(List<ComponentHealth> looks) {
        ComponentHealth first = looks.getFirst();
        String places = looks.stream()
                .map(look -> "%s (%d ms)".formatted(look.vantage(), look.took().toMillis()))
                .collect(Collectors.joining(", "));
        return "%s: %s from %s%s"
                .formatted(
                        first.component(),
                        first.status().name().toLowerCase(Locale.ROOT),
                        places,
                        first.detail().isBlank() ? "" : ": " + first.detail());
    }
}
