package dev.holdfast.drivers.twin;

import java.util.ArrayList;
import java.util.List;

/**
 * The log of one server: whose cluster it is, where each of its timelines began, and where it ends. Two servers may begin the same
 * timeline; whoever began it tells them apart.
 *
 * @param system the cluster's identifier
 * @param forks the beginnings of its timelines, oldest first; at least one
 * @param end how many bytes it has
 */
record TwinLog(String system, List<Fork> forks, long end) {

    /** The beginning of a timeline. */
    record Fork(int timeline, long begin, String by) {}

    TwinLog {
        forks = List.copyOf(forks);
    }

    /** A log that has one timeline. */
    static TwinLog of(String system, int timeline, long end) {
        return new TwinLog(system, List.of(new Fork(timeline, 0, "")), end);
    }

    /** A log of which only the timeline is known: it is not taken for a part of any other. */
    static TwinLog apart(String system, int timeline, long end, String server) {
        return new TwinLog(system, List.of(new Fork(timeline, 0, server)), end);
    }

    int timeline() {
        return forks.getLast().timeline();
    }

    TwinLog with(long bytes) {
        return new TwinLog(system, forks, end + bytes);
    }

    /** The log after a promotion: a new timeline begins where it ends. */
    TwinLog promoted(String server) {
        List<Fork> longer = new ArrayList<>(forks);
        longer.add(new Fork(timeline() + 1, end, server));
        return new TwinLog(system, longer, end);
    }

    /** Whether everything in {@code other} is in this log as well. */
    boolean contains(TwinLog other) {
        int shared = other.forks.size();
        if (!system.equals(other.system)
                || shared > forks.size()
                || !forks.subList(0, shared).equals(other.forks)) {
            return false;
        }
        long sharedEnd = shared == forks.size() ? end : forks.get(shared).begin();
        return other.end <= sharedEnd;
    }

    /** Where this log and the other one part. */
    long partsFrom(TwinLog other) {
        if (!system.equals(other.system)) {
            return 0;
        }
        long common = 0;
        int shared = 0;
        while (shared < Math.min(forks.size(), other.forks.size())
                && forks.get(shared).equals(other.forks.get(shared))) {
            shared++;
            common = Math.min(endOf(shared), other.endOf(shared));
        }
        return common;
    }

    /** Where the timeline before that fork ends. */
    private long endOf(int fork) {
        return fork < forks.size() ? forks.get(fork).begin() : end;
    }
}
