package dev.holdfast.app.seeds;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;

/** Chores that are done or not, whoever asks and dies meanwhile; with what will go wrong with each of them. */
final class ChoreWorld {
    /** What goes wrong with one attempt. */
    enum Trouble {
        REFUSED,
        FAILS_BEFORE,
        FAILS_AFTER,
        HANGS_BEFORE,
        HANGS_AFTER,
        /** Goes on for a while after it was told to stop. */
        DEAF,
        /** Says that it did it. */
        LIES,
        UNSEEN,
        CAN_NOT_BE_UNDONE
    }

    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Predicate<String> mayAct;
    private final Tally tally;
    private final List<String> broken = new ArrayList<>();

    private int changes;

    /** @param mayAct whether the journal says that something is being done to a chore */
    ChoreWorld(Predicate<String> mayAct, Tally tally) {
        this.mayAct = mayAct;
        this.tally = tally;
    }

    private static final class Item {
        private final Queue<Trouble> troubles = new ArrayDeque<>();
        private final Duration takes;
        private boolean done;
        private boolean deaf;
        private int revision = 1;

        Item(Duration takes) {
            this.takes = takes;
        }
    }

    void add(String name, Duration takes, List<Trouble> troubles) {
        Item item = new Item(takes);
        item.troubles.addAll(troubles);
        items.put(name, item);
    }

    private Item item(String name) {
        return Optional.ofNullable(items.get(name)).orElseThrow();
    }

    Duration takes(String name) {
        return item(name).takes;
    }

    boolean isDone(String name) {
        return item(name).done;
    }

    int revision(String name) {
        return item(name).revision;
    }

    /** What would be done to it is something else from now on. */
    void revise(String name) {
        item(name).revision++;
    }

    /** Whether this trouble is the next one, which then is over. */
    boolean meets(String name, Trouble trouble) {
        Queue<Trouble> troubles = item(name).troubles;
        if (troubles.peek() != trouble) {
            return false;
        }
        troubles.remove();
        tally.count("chore " + trouble);
        item(name).deaf |= trouble == Trouble.DEAF;
        return true;
    }

    void change(String name, boolean done) {
        Item item = item(name);
        if (!mayAct.test(name)) {
            broken.add("something is done to %s, and the journal says that nothing is".formatted(name));
        }
        // Two attempts may act at the same time when one did not stop at its deadline, and a person had it tried again.
        if (item.done == done && !item.deaf) {
            broken.add("%s is %s a second time".formatted(name, done ? "done" : "undone"));
        }
        item.done = done;
        changes++;
    }

    int changes() {
        return changes;
    }

    List<String> broken() {
        return broken;
    }
}
