package dev.holdfast.app.command;

import java.util.List;

/**
 * Commands that are shown together.
 *
 * @param title over them; commands of a section without a title are not shown
 */
record Section(String title, List<CommandNode> commands) {
    Section {
        commands = List.copyOf(commands);
    }

    boolean shown() {
        return !title.isEmpty();
    }
}
