package dev.holdfast.model.operator;

/**
 * Who did something.
 *
 * @param name of the operator, else of the account, such as {@code root@control-1}, or of the automat, such as {@code watch}
 * @param from where they were: the terminal and, over SSH, the address they came from
 */
public record Actor(Kind kind, String name, String from) {
    /** Of what earlier versions recorded. */
    public static final Actor UNKNOWN = new Actor(Kind.ACCOUNT, "unknown", "");

    /** How it is known who it is. */
    public enum Kind {
        /** An operator who proved it with a signature. */
        PROVEN,
        /** What the operating system says; anybody with that account. */
        ACCOUNT,
        /** Nobody: Holdfast acted by itself. */
        AUTOMATIC
    }

    /** Holdfast itself, such as its {@code watch}. */
    public static Actor automatic(String name) {
        return new Actor(Kind.AUTOMATIC, name, "");
    }

    /** Whether both are the same person, as far as that is known. */
    public boolean isSameAs(Actor other) {
        return kind == other.kind && name.equals(other.name);
    }

    @Override
    public String toString() {
        return kind == Kind.ACCOUNT ? name + " (not proven)" : name;
    }
}
