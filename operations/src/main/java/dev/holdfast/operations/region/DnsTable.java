package dev.holdfast.operations.region;

import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DnsSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the clients of a service are led: every region of its topology with its weight. Pure.
 *
 * @param targets in the order of the topology
 */
record DnsTable(List<DnsTarget> targets) {
    private static final Pattern ENTRY = Pattern.compile("([^=> ]+)=(\\d{1,4})(?:>([^=> ]+))?");

    DnsTable {
        targets = List.copyOf(targets);
    }

    /** In good times. */
    static DnsTable usual(DnsSpec spec) {
        return new DnsTable(spec.answers().stream().map(DnsTable::usual).toList());
    }

    private static DnsTarget usual(DnsSpec.Answer answer) {
        return new DnsTarget(answer.region(), answer.address(), answer.weight(), answer.countries(), Optional.empty());
    }

    /** The weights and successors of these targets, with the addresses and countries of the topology. */
    static DnsTable of(DnsSpec spec, List<DnsTarget> seen) {
        Map<String, DnsTarget> known = new HashMap<>();
        seen.forEach(target -> known.put(target.region(), target));
        return new DnsTable(usual(spec).targets().stream()
                .map(target -> Optional.ofNullable(known.get(target.region()))
                        .map(other -> target.weighing(other.weight()).succeededBy(other.successor()))
                        .orElse(target))
                .toList());
    }

    /** Reads what {@link #text} wrote; a region that came to the topology since has its usual weight. */
    static DnsTable parse(DnsSpec spec, String text) {
        Map<String, DnsTarget> written = new HashMap<>();
        for (String entry : text.split(" ", -1)) {
            Matcher found = ENTRY.matcher(entry);
            if (!found.matches()) {
                throw new HoldfastException(
                        ErrorCode.INTERNAL_ERROR, "what %s was told can't be read: %s".formatted(spec.name(), text));
            }
            written.put(
                    found.group(1),
                    new DnsTarget(
                            found.group(1),
                            "",
                            Integer.parseInt(found.group(2)),
                            List.of(),
                            Optional.ofNullable(found.group(3))));
        }
        return of(spec, List.copyOf(written.values()));
    }

    /** Such as {@code us-east-1=0>us-west-2 us-west-2=100 eu-west-1=100}. */
    String text() {
        return targets.stream().map(DnsTable::text).collect(Collectors.joining(" "));
    }

    private static String text(DnsTarget target) {
        return target.region() + "=" + target.weight()
                + target.successor().map(to -> ">" + to).orElse("");
    }

    boolean has(String region) {
        return targets.stream().anyMatch(target -> target.region().equals(region));
    }

    DnsTarget target(String region) {
        return targets.stream()
                .filter(target -> target.region().equals(region))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "region '%s' among the answers, which are %s".formatted(region, regions())));
    }

    private List<String> regions() {
        return targets.stream().map(DnsTarget::region).toList();
    }

    int weight(String region) {
        return target(region).weight();
    }

    /** The regions that clients are led to. */
    List<String> led() {
        return targets.stream()
                .filter(target -> target.weight() > 0)
                .map(DnsTarget::region)
                .toList();
    }

    /** The other regions that clients are led to. */
    List<String> ledBeside(String region) {
        return led().stream().filter(other -> !other.equals(region)).toList();
    }

    /** With another weight for a region, and another successor for what it does not keep. */
    DnsTable leading(String region, int weight, Optional<String> successor) {
        DnsTarget changed = target(region).weighing(weight).succeededBy(successor);
        return new DnsTable(targets.stream()
                .map(target -> target.region().equals(region) ? changed : target)
                .toList());
    }

    /**
     * With a region that keeps less of its clients. Whatever was led to it on behalf of another region is led to its successor, too.
     */
    DnsTable leadingAway(String region, int weight, Optional<String> successor) {
        return new DnsTable(leading(region, weight, successor).targets().stream()
                .map(target -> target.successor().filter(region::equals).isPresent()
                        ? target.succeededBy(successor.filter(to -> !to.equals(target.region())))
                        : target)
                .toList());
    }

    /** With the weight of a region, and all that was led to it on behalf of others, as in another table. */
    DnsTable leadingAsIn(DnsTable other, String region) {
        DnsTarget as = other.target(region);
        return new DnsTable(leading(region, as.weight(), as.successor()).targets().stream()
                .map(target -> other.target(target.region())
                                .successor()
                                .filter(region::equals)
                                .isPresent()
                        ? target.succeededBy(Optional.of(region))
                        : target)
                .toList());
    }

    /** Whether a server's targets are these. */
    boolean isSaidBy(List<DnsTarget> said) {
        return comparable(targets).equals(comparable(said));
    }

    private static Map<String, List<Object>> comparable(List<DnsTarget> targets) {
        return targets.stream()
                .collect(Collectors.toUnmodifiableMap(
                        DnsTarget::region,
                        target -> List.of(
                                target.address(),
                                target.weight(),
                                new HashSet<>(target.countries()),
                                target.successor())));
    }
}
