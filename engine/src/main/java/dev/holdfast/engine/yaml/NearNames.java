package dev.holdfast.engine.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody meant who mistyped it. */
public final class NearNames {
    private static final int SHORTEST_PART = 4;

    private NearNames() {}

    /** How to go on after {@code wrong}: the name that was meant, or else all that there are. */
    public static String hint(String wrong, Collection<String> known) {
        return nearest(wrong, known)
                .map("did you mean '%s'?"::formatted)
                .orElseGet(() -> known.isEmpty() ? "there is none" : "there is " + String.join(", ", known));
    }

    /** The known name that is most like {@code wrong}; empty when none is like it. */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        String typed = plain(wrong);
        return known.stream()
                .filter(name -> isNear(typed, plain(name)))
                .min(Comparator.comparingInt((String name) -> distance(typed, plain(name)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isNear(String typed, String name) {
        int allowed = Math.max(1, Math.max(typed.length(), name.length()) / 3);
        return distance(typed, name) <= allowed || isPart(typed, name) || isPart(name, typed);
    }

    private static boolean isPart(String part, String whole) {
        return part.length() >= SHORTEST_PART && whole.contains(part);
    }

    /** How many letters must be inserted, removed, replaced, or swapped with their neighbour. */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int row = 0; row <= from.length(); row++) {
            for (int column = 0; column <= to.length(); column++) {
                cost[row][column] = row == 0 || column == 0 ? row + column : cheapest(cost, from, to, row, column);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int row, int column) {
        char last = from.charAt(row - 1);
        int replaced = cost[row - 1][column - 1] + (last == to.charAt(column - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(cost[row - 1][column], cost[row][column - 1]));
        boolean swapped =
                row > 1 && column > 1 && last == to.charAt(column - 2) && from.charAt(row - 2) == to.charAt(column - 1);
        return swapped ? Math.min(best, cost[row - 2][column - 2] + 1) : best;
    }
}
