package dev.holdfast.app.command;

import dev.holdfast.app.status.StatusDocument;
import dev.holdfast.app.status.StatusPage;
import dev.holdfast.app.status.StatusReader;
import dev.holdfast.app.status.StatusReport;
import dev.holdfast.app.wiring.Installation;
import java.util.List;

/** How things stand. */
final class StatusCommands {
    private StatusCommands() {}

    static CommandNode status() {
        return new CommandNode.Leaf(
                "status",
                "Show how things stand: databases, runs that wait, what people have decided",
                List::of,
                StatusCommands::show);
    }

    private static int show(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            StatusReport report = new StatusReader(installation).read();
            if (invocation.json()) {
                invocation.print(StatusDocument.of(report));
            } else {
                invocation.print(new StatusPage(invocation.terminal().outPalette(), report).lines());
            }
            return 0;
        }
    }
}
