package dev.holdfast.drivers.haproxy;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.Parallel;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.model.balancer.ServerState.Admin;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a HAProxy finds when it is loaded anew: the files of its servers' state and of its knobs.
 *
 * <p>HAProxy itself writes neither. A server that the state file does not know becomes what the configuration says.
 */
final class KeptState {
    private static final String QUESTION = "show servers state";
    private static final String FORMAT = "1";

    /** Forced by an operator; what a server inherits or lacks comes back by itself. */
    private static final int MAINT = 0x01;

    private static final int DRAIN = 0x08;

    /** The configuration has the server disabled. */
    private static final int DISABLED = 0x04;

    private final HaproxySettings settings;
    private final Function<String, HostCommands> hosts;
    private final RuntimeApi api;
    private final Knobs knobs;

    KeptState(HaproxySettings settings, Function<String, HostCommands> hosts, RuntimeApi api, Knobs knobs) {
        this.settings = settings;
        this.hosts = hosts;
        this.api = api;
        this.knobs = knobs;
    }

    /** Writes the files, until they hold what HAProxy shows: somebody may change it meanwhile. */
    void keep(Deadline deadline) {
        HostFiles files = files();
        Optional<String> missing;
        do {
            Map<String, String> texts = new LinkedHashMap<>();
            texts.put(settings.stateFile(), state(deadline));
            settings.knobs().ifPresent(path -> texts.put(path, text(knobs.read(deadline))));
            files.replace(texts, deadline);
            missing = unkept(deadline);
        } while (missing.isPresent() && !deadline.isOver());
        missing.ifPresent(what -> {
            throw new HoldfastException(
                    ErrorCode.NOT_PROVEN,
                    "load balancer %s changes while it is kept: %s"
                            .formatted(settings.spec().name(), what));
        });
    }

    private static String text(Map<String, String> knobs) {
        return knobs.entrySet().stream()
                .map(knob -> "%s %s\n".formatted(knob.getKey(), knob.getValue()))
                .collect(Collectors.joining());
    }

    /** What would be otherwise after a reload; empty when nothing would. */
    Optional<String> unkept(Deadline deadline) {
        List<String> paths = Stream.concat(Stream.of(settings.stateFile()), settings.knobs().stream())
                .toList();
        return Parallel.both(() -> files().read(paths, deadline), () -> state(deadline), (files, state) -> {
            List<String> all = new ArrayList<>(differences(state, files.getFirst()));
            if (settings.knobs().isPresent()) {
                all.addAll(differences(knobs.read(deadline), files.getLast()));
            }
            return all.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", all));
        });
    }

    private HostFiles files() {
        return new HostFiles(settings.host(), hosts.apply(settings.host()));
    }

    /** The state of all servers as the state file holds it. */
    private String state(Deadline deadline) {
        String answer = api.ask(List.of(QUESTION), deadline);
        // Each answer ends with an empty line, so one that broke off is known by its end.
        if (!answer.startsWith(FORMAT + "\n#") || !answer.endsWith("\n\n")) {
            throw new HoldfastException(
                    ErrorCode.BALANCER_UNREACHABLE,
                    "load balancer %s does not answer '%s' in full"
                            .formatted(settings.spec().name(), QUESTION));
        }
        return answer.stripTrailing() + "\n";
    }

    /** What an operator can ask of a server. */
    private record Asked(Admin admin, long weight) {}

    private static List<String> differences(String running, List<String> kept) {
        Table now = Table.spaced(running.lines().skip(1).toList());
        Map<String, Asked> after = new HashMap<>();
        if (kept.size() > 1) {
            Table table = Table.spaced(kept.subList(1, kept.size()));
            table.rows().forEach(row -> after.put(server(table, row), asked(table, row)));
        }
        List<String> differences = new ArrayList<>();
        for (List<String> row : now.rows()) {
            Asked wanted = asked(now, row);
            Asked found = Objects.requireNonNullElseGet(after.get(server(now, row)), () -> configured(now, row));
            if (!wanted.equals(found)) {
                differences.add("%s would be %s instead of %s".formatted(server(now, row), text(found), text(wanted)));
            }
        }
        return differences;
    }

    private static String server(Table table, List<String> row) {
        return table.cell(row, "be_name") + "/" + table.cell(row, "srv_name");
    }

    private static Asked asked(Table table, List<String> row) {
        long flags = table.number(row, "srv_admin_state");
        Admin admin = (flags & MAINT) != 0 ? Admin.MAINT : (flags & DRAIN) != 0 ? Admin.DRAIN : Admin.READY;
        return new Asked(admin, table.number(row, "srv_uweight"));
    }

    private static Asked configured(Table table, List<String> row) {
        boolean disabled = (table.number(row, "srv_admin_state") & DISABLED) != 0;
        return new Asked(disabled ? Admin.MAINT : Admin.READY, table.number(row, "srv_iweight"));
    }

    private static String text(Asked asked) {
        return "%s with weight %d".formatted(asked.admin(), asked.weight());
    }

    private static List<String> differences(Map<String, String> running, List<String> kept) {
        return running.entrySet().stream()
                .filter(knob -> !kept.contains(knob.getKey() + " " + knob.getValue()))
                .map(knob -> "knob %s would not be %s".formatted(knob.getKey(), knob.getValue()))
                .toList();
    }
}
