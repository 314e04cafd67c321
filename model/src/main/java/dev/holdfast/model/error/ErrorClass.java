package dev.holdfast.model.error;

/** The class of a failure decides the exit code of the program. */
public enum ErrorClass {
    /** The effect does not hold, or the infrastructure failed. */
    INFRASTRUCTURE(1),
    /** A defect of Holdfast itself. */
    INTERNAL(1),
    /** The command or a file that a person wrote is wrong. */
    USER(2),
    /** A guard refused, or an approval is missing; nothing was changed. */
    PRECONDITION(3),
    /** The time that was allowed is spent. */
    TIMEOUT(4);

    private final int exitCode;

    ErrorClass(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of a command that ended with a failure of this class. */
    public int exitCode() {
        return exitCode;
    }
}
