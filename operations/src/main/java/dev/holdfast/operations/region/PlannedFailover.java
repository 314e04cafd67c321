package dev.holdfast.operations.region;

import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.Topology;
import dev.holdfast.operations.region.Reception.Scaling;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is to be done when a region is left, kept in the facts of a plan. Pure. */
record PlannedFailover(Topology topology, Plan plan) {
    private static final String FROM = "from";
    private static final String AT_ONCE = "at-once";
    private static final String DOWN = "down";
    private static final String UNREACHABLE = "unreachable";
    private static final String SCALINGS = "scalings";
    private static final String DATABASES = "databases";
    private static final String BEFORE = "before/";
    private static final String TABLE = "table/";
    private static final String SILENT = "silent/";

    /** As facts. */
    static Map<String, String> facts(Evacuation evacuation, List<Scaling> scalings, List<DatabaseSpec> databases) {
        Map<String, String> facts = new HashMap<>();
        facts.put(FROM, evacuation.from());
        evacuation.to().ifPresent(to -> facts.put("to", to));
        facts.put(AT_ONCE, String.valueOf(evacuation.atOnce()));
        facts.put(DOWN, String.valueOf(evacuation.verdicts().isDown(evacuation.from())));
        facts.put(UNREACHABLE, String.valueOf(evacuation.verdicts().isUnreachable(evacuation.from())));
        facts.put(SCALINGS, joined(scalings.stream().map(Scaling::text)));
        facts.put(DATABASES, joined(databases.stream().map(DatabaseSpec::name)));
        for (NameState name : evacuation.names()) {
            facts.put(BEFORE + name.spec().name(), name.table().text());
            facts.put(TABLE + name.spec().name(), evacuation.target(name).text());
            facts.put(SILENT + name.spec().name(), joined(name.silent().stream()));
        }
        return facts;
    }

    private static String joined(Stream<String> texts) {
        return texts.collect(Collectors.joining(","));
    }

    String from() {
        return plan.fact(FROM);
    }

    boolean isAtOnce() {
        return Boolean.parseBoolean(plan.fact(AT_ONCE));
    }

    boolean isDown() {
        return Boolean.parseBoolean(plan.fact(DOWN));
    }

    boolean isUnreachable() {
        return Boolean.parseBoolean(plan.fact(UNREACHABLE));
    }

    List<Scaling> scalings() {
        return list(SCALINGS).map(Scaling::parse).toList();
    }

    List<DatabaseSpec> databases() {
        return list(DATABASES).map(name -> topology.database(Optional.of(name))).toList();
    }

    /** Whether a database is to be moved. */
    boolean moves() {
        return list(DATABASES).findAny().isPresent();
    }

    /** A DNS name that is to say something else. */
    record Change(DnsSpec spec, DnsTable before, DnsTable table, List<String> silent) {}

    List<Change> changes() {
        return plan.facts().keySet().stream()
                .filter(fact -> fact.startsWith(TABLE))
                .map(fact -> fact.substring(TABLE.length()))
                .sorted()
                .map(name -> change(topology.dns(Optional.of(name))))
                .toList();
    }

    private Change change(DnsSpec spec) {
        return new Change(
                spec,
                DnsTable.parse(spec, plan.fact(BEFORE + spec.name())),
                DnsTable.parse(spec, plan.fact(TABLE + spec.name())),
                list(SILENT + spec.name()).toList());
    }

    private Stream<String> list(String fact) {
        return Arrays.stream(plan.fact(fact).split(",", -1)).filter(text -> !text.isEmpty());
    }
}
