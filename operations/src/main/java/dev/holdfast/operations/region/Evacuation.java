package dev.holdfast.operations.region;

import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.DatabaseSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A region that is to be left, and all that is known when that is decided. Pure.
 *
 * @param from the region
 * @param to the region that takes over; empty when all that are led to do
 * @param atOnce whether there is nothing to lose by being quick
 * @param names the DNS names that are answered with it
 * @param databases those that it takes part in
 */
record Evacuation(
        String from,
        Optional<String> to,
        boolean atOnce,
        Verdicts verdicts,
        List<NameState> names,
        List<RegionDatabases.Held> databases) {
    Evacuation {
        names = List.copyOf(names);
        databases = List.copyOf(databases);
    }

    /** The regions besides that clients of any name are led to. */
    List<String> receivers() {
        return to.map(List::of)
                .orElseGet(() -> names.stream()
                        .flatMap(name -> name.table().ledBeside(from).stream())
                        .distinct()
                        .filter(region -> !verdicts.isUnreachable(region))
                        .toList());
    }

    /** The receivers that serve, or will as soon as the database does. */
    List<String> able() {
        return receivers().stream().filter(this::isAble).toList();
    }

    /**
     * When the lost region held the primary of a database, nobody is served before that is moved: then it is enough that a region
     * answers. When the lost region is dead, a suspect one is better than none, unless it was picked by name.
     */
    private boolean isAble(String region) {
        RegionVerdict verdict = verdicts.of(region);
        if (!verdicts.isDown(from)) {
            return verdict instanceof RegionVerdict.Healthy;
        }
        return switch (verdict) {
            case RegionVerdict.Healthy _ -> true;
            case RegionVerdict.Suspect _ -> to.isEmpty() || isPrimaryLost();
            case RegionVerdict.Failing _ -> isPrimaryLost();
            case RegionVerdict.Unreachable _, RegionVerdict.Blind _ -> false;
        };
    }

    private boolean isPrimaryLost() {
        return databases.stream().anyMatch(held -> held.place() == RegionDatabases.Place.LOST);
    }

    /** What a name says at the end. */
    DnsTable target(NameState name) {
        return at(name, Pace.ALL);
    }

    /** What a name says when so many percent of the clients were led elsewhere. */
    DnsTable at(NameState name, int moved) {
        int whole = Math.min(DnsTarget.USUAL_WEIGHT, DnsTable.usual(name.spec()).weight(from));
        int kept = Math.min(whole * (Pace.ALL - moved) / Pace.ALL, name.table().weight(from));
        return name.table().leadingAway(from, kept, to);
    }

    /** Percent of the clients that are led elsewhere already: what an interrupted attempt left. */
    int moved() {
        return names.stream().mapToInt(this::moved).min().orElse(0);
    }

    private int moved(NameState name) {
        int whole = Math.min(DnsTarget.USUAL_WEIGHT, DnsTable.usual(name.spec()).weight(from));
        int kept = Math.min(whole, name.table().weight(from));
        return whole == 0 ? Pace.ALL : Pace.ALL - kept * Pace.ALL / whole;
    }

    /** Whether every DNS server that matters says that nobody is led to the region. */
    boolean isSaid() {
        return names.stream().allMatch(name -> name.table().equals(target(name)) && name.isSaid(target(name)));
    }

    /** How the clients are spread over the receivers. */
    Map<String, Double> shares() {
        DnsTable table = names.getFirst().table();
        return able().stream().filter(table::has).collect(Collectors.toUnmodifiableMap(region -> region, region ->
                (double) Math.max(1, table.weight(region))));
    }

    /** The databases whose primary was in the region and does not answer, and those that were left half moved. */
    List<DatabaseSpec> bereaved() {
        return databases.stream()
                .filter(held -> held.place() == RegionDatabases.Place.LOST
                        || held.place() == RegionDatabases.Place.ELSEWHERE_UNFINISHED)
                .map(RegionDatabases.Held::spec)
                .toList();
    }

    /** The databases whose primary is in the region and answers. */
    List<RegionDatabases.Held> living() {
        return databases.stream()
                .filter(held -> held.place() == RegionDatabases.Place.HERE)
                .toList();
    }
}
