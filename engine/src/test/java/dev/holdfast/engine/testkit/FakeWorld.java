package dev.holdfast.engine.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What operations change. It outlives the process, and counts every effect. */
public final class FakeWorld {
    private final Set<String> on = new TreeSet<>();
    private final List<String> history = new ArrayList<>();
    private final Map<String, Integer> troubles = new HashMap<>();
    private Optional<String> deadly = Optional.empty();

    public synchronized boolean isOn(String target) {
        return on.contains(target);
    }

    /** Has an effect, done before or not. Returns whether the process dies of it. */
    synchronized boolean change(String target, boolean wanted) {
        String effect = (wanted ? "+" : "-") + target;
        history.add(effect);
        if (wanted) {
            on.add(target);
        } else {
            on.remove(target);
        }
        boolean dies = deadly.filter(effect::equals).isPresent();
        if (dies) {
            deadly = Optional.empty();
        }
        return dies;
    }

    /** The process dies right after this effect, such as {@code +a} or {@code -a}, once. */
    public synchronized void deadly(String effect) {
        deadly = Optional.of(effect);
    }

    /** Every effect in the order in which it happened: {@code +a} for on, {@code -a} for off. */
    public synchronized List<String> history() {
        return List.copyOf(history);
    }

    /** What is in effect now. */
    public synchronized Set<String> on() {
        return Set.copyOf(on);
    }

    /** How often the next uses of this target meet the trouble. */
    public synchronized void trouble(Trouble trouble, String target, int times) {
        troubles.put(trouble + " " + target, times);
    }

    synchronized boolean meets(Trouble trouble, String target) {
        int left = troubles.getOrDefault(trouble + " " + target, 0);
        troubles.put(trouble + " " + target, Math.max(0, left - 1));
        return left > 0;
    }

    /** What can go wrong with a target. */
    public enum Trouble {
        /** A guard refuses. */
        REFUSED,
        /** It fails, and nothing is changed. */
        FAILS_BEFORE,
        /** It fails, though the effect is there. */
        FAILS_AFTER,
        /** It says that it worked, and nothing is changed. */
        LIES,
        /** Afterwards it can't be observed. */
        UNSEEN
    }
}
