package dev.holdfast.drivers.postgresql;

/** A server gave no result; the {@link Fault} says why. */
final class SessionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    SessionException(Fault fault) {
        super(fault.text());
        this.fault = fault;
    }

    SessionException(Fault fault, Throwable cause) {
        super(fault.text(), cause);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }
}
