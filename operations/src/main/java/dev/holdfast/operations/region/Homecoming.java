package dev.holdfast.operations.region;

import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.topology.DnsSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A region that gets its clients back, step by step. Pure.
 *
 * @param region that they come back to
 * @param names those that are answered with it, as they were at the start
 */
record Homecoming(String region, List<NameState> names) {
    Homecoming {
        names = List.copyOf(names);
    }

    /** As in good times, but for other regions that nobody is led to. */
    DnsTable target(NameState name) {
        Map<String, DnsTarget> usual = DnsTable.usual(name.spec()).targets().stream()
                .collect(Collectors.toUnmodifiableMap(DnsTarget::region, target -> target));
        return new DnsTable(name.table().targets().stream()
                .map(target -> target.region().equals(region) || target.weight() > 0
                        ? Optional.ofNullable(usual.get(target.region())).orElse(target)
                        : target)
                .toList());
    }

    /** When so many percent are back; the rest stays where it is. */
    DnsTable at(NameState name, int moved) {
        if (moved >= Pace.ALL) {
            return target(name);
        }
        DnsTable table = name.table();
        int share = Math.max(whole(name.spec()) * moved / Pace.ALL, kept(name));
        return table.leading(region, share, table.target(region).successor());
    }

    private int whole(DnsSpec spec) {
        return Math.min(DnsTarget.USUAL_WEIGHT, DnsTable.usual(spec).weight(region));
    }

    private int kept(NameState name) {
        return Math.min(whole(name.spec()), name.table().weight(region));
    }

    /** Percent that are back already. */
    int moved() {
        return names.stream()
                .mapToInt(name -> whole(name.spec()) == 0 ? Pace.ALL : kept(name) * Pace.ALL / whole(name.spec()))
                .min()
                .orElse(Pace.ALL);
    }

    /** The regions that serve the clients meanwhile. */
    List<String> hosts() {
        return names.stream()
                .flatMap(name -> name.table().ledBeside(region).stream())
                .distinct()
                .toList();
    }

    List<DnsSpec> specs() {
        return names.stream().map(NameState::spec).toList();
    }

    boolean isSaid() {
        return names.stream().allMatch(name -> name.table().equals(target(name)) && name.isSaid(target(name)));
    }

    /** What each name says, when not every server of it can be told to say something else: a sentence each. */
    List<String> untellable() {
        return names.stream()
                .filter(name -> !name.isTellable())
                .map(NameState::described)
                .toList();
    }
}
