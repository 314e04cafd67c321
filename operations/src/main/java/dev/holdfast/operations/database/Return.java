package dev.holdfast.operations.database;

/** The way back to a restore point. */
sealed interface Return {

    /** Nothing was promoted since: the old primary is started as what it was. */
    record TakeBack(String primary) implements Return {}

    /** The old primary is primary again, or can be made so without losing anything. */
    record Promote(String primary) implements Return {}

    /** There is no safe way. */
    record Impossible(String reason, String nextMove) implements Return {}
}
