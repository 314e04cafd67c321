package dev.holdfast.model.database;

/** What the host says of the database server's process, independently of the database protocol. */
public sealed interface ProcessState {

    /** The process is there; it may still hang. */
    record Running(long pid) implements ProcessState {}

    /** It is gone without having cleaned up: it was killed or crashed. */
    record Crashed() implements ProcessState {}

    /** It ended in good order, as in a restart. */
    record Stopped() implements ProcessState {}

    /** The host itself does not answer. */
    record Unknown(String detail) implements ProcessState {}
}
