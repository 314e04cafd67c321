package dev.holdfast.operations.region;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DnsSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One change of what DNS names say, all servers at once, without pacing.
 *
 * @param wanted what each name is to say
 */
record Leading(Names names, List<Wanted> wanted) {
    private static final String TABLE = "table/";

    Leading {
        wanted = List.copyOf(wanted);
    }

    /** A name, as it is, and what it is to say. */
    record Wanted(NameState name, DnsTable table) {
        boolean isSaid() {
            return name.isSaid(table) && name.intended().map(table::equals).orElse(true);
        }

        String change() {
            return "%s: from %s to %s; now %s"
                    .formatted(name.spec().name(), name.table().text(), table.text(), name.described());
        }
    }

    boolean isSaid() {
        return wanted.stream().allMatch(Wanted::isSaid);
    }

    /** The regions that somebody is led to. */
    List<String> led() {
        return wanted.stream()
                .flatMap(one -> one.table().led().stream())
                .distinct()
                .toList();
    }

    /** Why not: a name would be answered with no region that serves. */
    Optional<Assessment.Refused> nobodyLeft(Verdicts verdicts) {
        return wanted.stream()
                .filter(one -> one.table().led().stream().noneMatch(region -> !verdicts.isDown(region)))
                .findFirst()
                .map(one -> new Assessment.Refused(
                        ErrorCode.LAST_REGION,
                        "%s would say %s; %s"
                                .formatted(one.name().spec().name(), one.table().text(), verdicts.text())));
    }

    String evidence() {
        return String.join(
                "; ",
                wanted.stream()
                        .map(one -> one.name().spec().name() + ": " + one.name().described())
                        .toList());
    }

    /** The servers that must be told something before they serve again. */
    List<String> untold() {
        return wanted.stream().flatMap(one -> one.name().silent().stream()).toList();
    }

    Map<String, String> outputs() {
        return untold().isEmpty() ? Map.of() : Map.of("untold", String.join(",", untold()));
    }

    Plan plan(String summary, List<String> more, String confirmation) {
        List<String> changes =
                new ArrayList<>(wanted.stream().map(Wanted::change).toList());
        changes.addAll(more);
        Map<String, String> facts = new HashMap<>();
        wanted.forEach(
                one -> facts.put(TABLE + one.name().spec().name(), one.table().text()));
        return new Plan(summary, changes, confirmation, facts);
    }

    /** Makes the servers say what was planned. */
    static void perform(Names names, List<NameState> now, Plan plan) {
        names.tell(
                now,
                name -> DnsTable.parse(
                        name.spec(), plan.fact(TABLE + name.spec().name())));
    }

    /** Reads every server, and asks it as clients do. */
    Proof prove() {
        if (!isSaid()) {
            return new Proof.Fails(ErrorCode.DNS_HALF_APPLIED, evidence());
        }
        List<DnsSpec> specs = wanted.stream().map(one -> one.name().spec()).toList();
        List<String> faults = new ArrayList<>();
        List<String> evidence = new ArrayList<>(List.of(evidence()));
        for (Answers answers : names.answers(specs)) {
            faults.addAll(answers.leadingTo(unled(answers.spec())));
            faults.addAll(answers.wrong());
            evidence.add(answers.text());
            if (answers.servers().isEmpty()) {
                return new Proof.Unknown(
                        "no DNS server answers for " + answers.spec().record());
            }
        }
        return faults.isEmpty()
                ? new Proof.Holds(String.join("; ", evidence), outputs())
                : new Proof.Fails(ErrorCode.DNS_ANSWER_WRONG, String.join("; ", faults));
    }

    private List<String> unled(DnsSpec spec) {
        return wanted.stream()
                .filter(one -> one.name().spec().equals(spec))
                .flatMap(one -> one.table().targets().stream())
                .filter(target -> target.weight() == 0)
                .map(target -> target.region())
                .toList();
    }
}
