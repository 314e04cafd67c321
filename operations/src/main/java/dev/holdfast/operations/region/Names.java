package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.DnsZone;
import dev.holdfast.engine.spi.Intentions;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.operations.concurrent.Attempt;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at DNS names, and changes what their servers say.
 *
 * <p>What is to be said is recorded before the first server is told, so that a change that was interrupted, or that a server could
 * not take part in, can be completed by whoever comes next.
 */
final class Names {
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** Enough for a server that lives; one that doesn't costs this much time without service. */
    private static final Duration GLANCE = Duration.ofMillis(400);

    private static final Duration TELL = Duration.ofSeconds(2);
    /** For a server that did not answer a moment ago. */
    private static final Duration TELL_SILENT = Duration.ofMillis(500);

    private static final String NOTHING = "-";

    private final Execution execution;
    private final Site site;

    Names(Execution execution) {
        this.execution = execution;
        this.site = execution.site();
    }

    /** Under which names the decision about a DNS name, and what it was before a region was left, are remembered. */
    private static String intention(DnsSpec spec) {
        return "dns/" + spec.name();
    }

    private static String beforeOf(DnsSpec spec, String region) {
        return "dns/%s/before/%s".formatted(spec.name(), region);
    }

    /** The name that is named, or all. */
    List<DnsSpec> wanted(Optional<String> wanted) {
        return wanted.map(name -> List.of(site.topology().dns(Optional.of(name))))
                .orElseGet(() -> site.topology().dns());
    }

    /** The names that are answered with a region, or the one that is named. */
    List<DnsSpec> answeredWith(String region, Optional<String> wanted) {
        site.topology().region(region);
        List<DnsSpec> names = wanted(wanted).stream()
                .filter(spec -> DnsTable.usual(spec).has(region))
                .toList();
        if (names.isEmpty()) {
            throw new HoldfastException(
                    ErrorCode.COMPONENT_UNKNOWN, "no DNS name of the topology is answered with %s".formatted(region));
        }
        return names;
    }

    /** Looks at the servers of every name at once. */
    List<NameState> look(List<DnsSpec> names) {
        return Fanout.collect(names, this::look);
    }

    NameState look(DnsSpec spec) {
        return look(spec, LOOK);
    }

    /** As {@link #look}, and does not wait for servers that are probably dead. */
    List<NameState> glance(List<DnsSpec> names) {
        return Fanout.collect(names, spec -> look(spec, GLANCE));
    }

    private NameState look(DnsSpec spec, Duration limit) {
        return new NameState(spec, intended(spec), zone(spec).observe(execution.limit(limit)));
    }

    /** What clients get from the servers of each name. */
    List<Answers> answers(List<DnsSpec> names) {
        return Fanout.collect(names, spec -> new Answers(spec, zone(spec).answers(execution.limit(LOOK))));
    }

    private DnsZone zone(DnsSpec spec) {
        return site.dns(spec.name());
    }

    private Optional<DnsTable> intended(DnsSpec spec) {
        return remembered(spec, intention(spec));
    }

    private Optional<DnsTable> remembered(DnsSpec spec, String component) {
        return site.intentions()
                .intended(component)
                .map(Intentions.Intention::value)
                .filter(text -> !text.equals(NOTHING))
                .map(text -> DnsTable.parse(spec, text));
    }

    /** What was said before a region was left; empty when it never was. */
    Optional<DnsTable> before(DnsSpec spec, String region) {
        return remembered(spec, beforeOf(spec, region));
    }

    /** Remembers how it was, for whoever leads the clients back; what an interrupted attempt remembered counts. */
    void rememberBefore(DnsSpec spec, DnsTable table, String region) {
        if (table.weight(region) > 0 && before(spec, region).isEmpty()) {
            site.intentions().intend(beforeOf(spec, region), table.text());
        }
    }

    /** The clients were led back. */
    void forgetBefore(DnsSpec spec, String region) {
        if (before(spec, region).isPresent()) {
            site.intentions().intend(beforeOf(spec, region), NOTHING);
        }
    }

    /** What became of a decision: the servers that must be told before they serve again. */
    record Told(DnsSpec name, DnsTable table, List<String> later) {
        Told {
            later = List.copyOf(later);
        }
    }

    /** Makes every name say something else, all at once. */
    List<Told> tell(List<NameState> names, Function<NameState, DnsTable> wanted) {
        return Fanout.collect(names, name -> tell(name.spec(), wanted.apply(name), name.silent()));
    }

    /**
     * Makes every server of a name say something.
     *
     * @param silent servers that did not answer a moment ago
     * @throws HoldfastException {@code DNS_HALF_APPLIED} or {@code DNS_UNREACHABLE} when a server that answers clients could not be
     *     told; the message shows exactly what each server says
     */
    Told tell(DnsSpec spec, DnsTable table, List<String> silent) {
        site.intentions().intend(intention(spec), table.text());
        List<String> servers = spec.servers().stream().map(DnsSpec.Server::name).toList();
        List<Attempt<String, String>> attempts = Fanout.attempt(servers, server -> {
            Duration limit = silent.contains(server) ? TELL_SILENT : TELL;
            zone(spec).set(server, table.targets(), execution.limit(limit));
            return server;
        });
        List<HoldfastException> failures =
                attempts.stream().flatMap(attempt -> attempt.failure().stream()).toList();
        return failures.isEmpty() ? new Told(spec, table, List.of()) : partly(spec, table, failures, silent);
    }

    /** Servers that were silent before are not waited for again; any other silence is looked at for as long as it takes. */
    private NameState afterwards(DnsSpec spec, List<String> silent) {
        NameState glance = look(spec, GLANCE);
        return silent.containsAll(glance.silent()) ? glance : look(spec);
    }

    private Told partly(DnsSpec spec, DnsTable table, List<HoldfastException> failures, List<String> silent) {
        NameState now = afterwards(spec, silent);
        boolean none = failures.size() == spec.servers().size();
        if (now.isSaid(table)) {
            List<String> later = now.silent();
            later.forEach(server -> execution.note(
                    "%s answers nobody and could not be told: run `holdfast update-dns-records` before it serves again"
                            .formatted(server)));
            return new Told(spec, table, later);
        }
        List<String> reasons = new ArrayList<>(
                failures.stream().map(HoldfastException::attempted).toList());
        ErrorCode code = none ? failures.getFirst().code() : ErrorCode.DNS_HALF_APPLIED;
        throw new HoldfastException(
                code,
                "%s should say %s; %s (%s)"
                        .formatted(spec.name(), table.text(), now.described(), String.join("; ", reasons)),
                none ? code.nextMove() : ErrorCode.DNS_HALF_APPLIED.nextMove(),
                failures.getFirst());
    }
}
