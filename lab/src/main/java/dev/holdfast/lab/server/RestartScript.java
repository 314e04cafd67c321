package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.ControlGroup;
import dev.holdfast.lab.process.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The script that stops a server gracefully and starts it again; there is no other way to start it.
 *
 * @param name of the server
 * @param region whose control group the new process is in
 * @param log where its output goes
 * @param signal that asks it to finish what it does and end
 */
record RestartScript(LabContext context, String name, LabRegion region, Path log, String signal) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Times 50 ms: how long a server may take to finish what it does before it is killed. */
    private static final int STOP_TRIES = 200;

    private Path file() {
        return context.directory().restartCommand(name);
    }

    /** Writes it, for a server with this command line. */
    void write(List<String> argv) {
        context.files().directory(context.directory().processes());
        context.files().log(log);
        context.files().write(file(), text(argv), "rwxr-xr-x");
    }

    private String text(List<String> argv) {
        return Template.render(
                "restart.sh",
                Map.of(
                        "name", name,
                        "record", Shell.quote(context.daemons().recordOf(name).toString()),
                        "log", Shell.quote(log.toString()),
                        "signal", signal,
                        "tries", Integer.toString(STOP_TRIES),
                        "membership", Shell.quote(context.daemons().membership()),
                        "command", argv.stream().map(Shell::quote).collect(Collectors.joining(" "))));
    }

    /** Returns when the new process is there, ready or not. */
    void run() {
        List<String> command = context.account().command(List.of(file().toString()));
        Shell.check(ControlGroup.of(region).command(command), LIMIT);
    }
}
