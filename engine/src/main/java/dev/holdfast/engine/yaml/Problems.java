package dev.holdfast.engine.yaml;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects what is wrong with a file, so that somebody can correct all of it in one round. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();
    private final Set<Position> places = new HashSet<>();

    public void add(Position at, String text) {
        add(new Problem(at, text));
    }

    void add(Problem problem) {
        found.add(problem);
        places.add(problem.at());
    }

    /** Adds a problem with a value, unless one was found there already: one is enough to have it corrected. */
    public void addUnlessReported(Position at, String text) {
        if (!isReported(at)) {
            add(at, text);
        }
    }

    public boolean isReported(Position at) {
        return places.contains(at);
    }

    /** In the order of the file. */
    public List<Problem> all() {
        return found.stream().sorted(Comparator.comparing(Problem::at)).toList();
    }

    /** Throws when anything was found; the message has one line {@code file:line:column: text} for each problem. */
    public void throwIfAny(ErrorCode code, String fileName) {
        if (found.isEmpty()) {
            return;
        }
        throw new HoldfastException(
                code,
                all().stream()
                        .map(problem -> "%s:%s: %s".formatted(fileName, problem.at(), problem.text()))
                        .collect(Collectors.joining("\n")));
    }
}
