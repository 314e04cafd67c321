package dev.holdfast.app.command;

import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows which commands there are. */
final class HelpPage {
    private final Palette palette;

    HelpPage(Palette palette) {
        this.palette = palette;
    }

    static String version() {
        return Optional.ofNullable(HelpPage.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }

    List<String> root(List<Section> sections) {
        List<String> lines = new ArrayList<>();
        lines.add(palette.bold("Usage:") + " holdfast COMMAND [OPTIONS]");
        lines.add("");
        lines.add("Recovers a load-balanced, multi-region service from a disaster, and proves it.");
        for (Section section : sections) {
            if (section.shown()) {
                lines.add("");
                lines.add(palette.bold(section.title()));
                lines.addAll(table(section.commands()));
            }
        }
        lines.add("");
        lines.add("Every command: --topology FILE, --state DIRECTORY, -o text|json, --help.");
        lines.add("Exit codes: 0 done or holds, 1 failed, 2 wrong usage, 3 refused by a guard, 4 out of time.");
        return lines;
    }

    List<String> group(List<String> path, CommandNode.Group group) {
        List<String> lines = new ArrayList<>();
        lines.add("%s holdfast %s COMMAND [OPTIONS]".formatted(palette.bold("Usage:"), String.join(" ", path)));
        lines.add("");
        lines.add(group.summary() + ".");
        lines.add("");
        lines.addAll(table(group.children()));
        return lines;
    }

    private List<String> table(List<CommandNode> commands) {
        Table table = new Table();
        commands.forEach(command -> table.row("  " + palette.cyan(command.name()), command.summary()));
        return table.lines();
    }
}
