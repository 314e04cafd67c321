package dev.holdfast.lab.service;

/** What became of a request to keep an order. */
sealed interface Creation {

    /** The order is in the table, and on a standby where replication is synchronous. */
    record Kept(Order order, boolean isNew) implements Creation {}

    /** Another order has this id already. */
    record Conflicting(Order existing) implements Creation {}

    /** Nobody knows whether the order was kept: to the client it is not acknowledged. */
    record Unknown(String reason) implements Creation {}
}
