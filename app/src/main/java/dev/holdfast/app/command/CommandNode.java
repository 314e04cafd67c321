package dev.holdfast.app.command;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.ArgSpec;

/** A word of the command line. */
public sealed interface CommandNode {
    String name();

    /** One line for people. */
    String summary();

    /**
     * A word that others follow, such as {@code run}.
     *
     * @param itself what it does when none of them follows
     */
    record Group(String name, String summary, List<CommandNode> children, Optional<Leaf> itself)
            implements CommandNode {
        public Group {
            children = List.copyOf(children);
        }

        public Group(String name, String summary, List<CommandNode> children) {
            this(name, summary, children, Optional.empty());
        }
    }

    /**
     * A word that does something.
     *
     * @param arguments what it takes; only made when this command was named
     * @param action what it does
     */
    record Leaf(String name, String summary, Supplier<List<ArgSpec>> arguments, Action action) implements CommandNode {}

    /** What a command does. */
    @FunctionalInterface
    interface Action {
        /** Returns the exit code; failures are coded exceptions. */
        int run(Invocation invocation);
    }
}
