package dev.holdfast.operations.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts every effect on the site, can cut the program off at one of them, and checks an invariant after each. */
public final class Effects {
    private final List<String> log = new ArrayList<>();
    private final List<Runnable> invariants = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private int cutAt = Integer.MAX_VALUE;
    private boolean cutAfter;
    private boolean cut;

    /** The program died: nothing that it still tries has an effect. */
    public static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Killed(String at) {
            super("killed at " + at);
        }
    }

    /** From now on the program dies at its {@code number}th effect, counted from 1: right before it, or right after it. */
    public synchronized void cutAt(int number, boolean after) {
        log.clear();
        cutAt = number;
        cutAfter = after;
        cut = false;
    }

    /** A new program starts. */
    public synchronized void restart() {
        log.clear();
        cutAt = Integer.MAX_VALUE;
        cut = false;
    }

    public synchronized boolean wasCut() {
        return cut;
    }

    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    public synchronized void always(Runnable invariant) {
        invariants.add(invariant);
    }

    /** Carries out one effect, one at a time. */
    public synchronized void run(String name, Runnable effect) {
        if (cut || (!cutAfter && log.size() + 1 == cutAt)) {
            cut = true;
            throw new Killed(name);
        }
        effect.run();
        log.add(name);
        check(name);
        if (log.size() == cutAt) {
            cut = true;
            throw new Killed(name);
        }
    }

    private void check(String name) {
        try {
            invariants.forEach(Runnable::run);
        } catch (AssertionError e) {
            violations.add("after %s: %s".formatted(log, e.getMessage()));
            throw new AssertionError("after %s".formatted(name), e);
        }
    }

    /** Every time an invariant did not hold, also on a thread that nobody waited for. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** Reads, or changes the world from outside, without an effect running at the same time. */
    public synchronized <T> T undisturbed(Supplier<T> look) {
        return look.get();
    }
}
