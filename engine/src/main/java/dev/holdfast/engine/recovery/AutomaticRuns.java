package dev.holdfast.engine.recovery;

import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What Holdfast did by itself, as the journal tells: also before it was restarted, and by other processes with the same journal.
 * Not for several threads.
 */
public final class AutomaticRuns {
    /** Further back no cool-down reaches, unless somebody made a thousand runs in that time. */
    private static final int LOOKED_AT = 1000;

    private final Journal journal;
    /** A run that is over is not read again. */
    private final Map<RunId, RunState> over = new HashMap<>();

    public AutomaticRuns(Journal journal) {
        this.journal = journal;
    }

    /** When the last run that this trigger started for this database ended. */
    public Optional<Instant> lastEnd(String trigger, DatabaseSpec database) {
        return newest().stream()
                .filter(isStartedBy(trigger))
                .filter(run -> concerns(run.begin(), database))
                .flatMap(run -> run.end().stream())
                .map(RunState.End::at)
                .max(Comparator.naturalOrder());
    }

    /** When the last run ended that any of these triggers started, whatever it was about. */
    public Optional<Instant> lastEnd(List<String> triggers) {
        return newest().stream()
                .filter(run -> triggers.stream()
                        .anyMatch(trigger -> isStartedBy(trigger).test(run)))
                .flatMap(run -> run.end().stream())
                .map(RunState.End::at)
                .max(Comparator.naturalOrder());
    }

    private List<RunState> newest() {
        return journal.runs(LOOKED_AT).stream()
                .map(run -> Optional.ofNullable(over.get(run)).orElseGet(() -> read(run)))
                .toList();
    }

    private RunState read(RunId run) {
        RunState state = RunState.fold(journal.read(run));
        if (state.isOver()) {
            over.put(run, state);
        }
        return state;
    }

    /** Whether nobody but this trigger asked for a run. Earlier versions recorded no more than the reason. */
    static Predicate<RunState> isStartedBy(String trigger) {
        return run -> run.begin().reason().startsWith(trigger + ":")
                && (run.begin().requestedBy().kind() == Actor.Kind.AUTOMATIC
                        || run.begin().requestedBy().equals(Actor.UNKNOWN));
    }

    /** A run that names neither a database nor a server may be about any. */
    private static boolean concerns(Event.RunStarted begin, DatabaseSpec database) {
        Optional<String> named = Optional.ofNullable(begin.parameters().get("database"));
        Optional<String> server = Optional.ofNullable(begin.parameters().get("node"));
        return named.map(database.name()::equals)
                .orElseGet(() -> server.map(database.nodeNames()::contains).orElse(true));
    }
}
