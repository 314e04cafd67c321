package dev.holdfast.drivers.local;

import dev.holdfast.drivers.Deadline;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process in a session of its own, and everything that it started: one number names them all.
 *
 * <p>What puts itself into another session is found through its parents, as long as those live.
 */
final class ProcessGroup {
    private static final Duration TO_DIE = Duration.ofSeconds(5);

    private final Process leader;

    private ProcessGroup(Process leader) {
        this.leader = leader;
    }

    /** Starts the process; its standard output and error come together. */
    static ProcessGroup start(ProcessBuilder builder) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid", "--"));
        command.addAll(builder.command());
        return new ProcessGroup(builder.command(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start());
    }

    Process leader() {
        return leader;
    }

    /** Ends every process of the group at once, and waits until the leader is gone. Does not react to an interrupt. */
    void kill() {
        List<ProcessHandle> descendants = leader.descendants().toList();
        killByNumber();
        descendants.forEach(ProcessHandle::destroyForcibly);
        leader.destroyForcibly();
        awaitEnd();
    }

    /** Java can't signal a group; a process of a moment ago is still there to be named, because nobody has waited for it. */
    private void killByNumber() {
        try {
            Process kill = new ProcessBuilder("kill", "-KILL", "--", "-" + leader.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            waitUninterrupted(kill);
        } catch (IOException e) {
            // Without the tool, the descendants are ended one by one.
        }
    }

    private void awaitEnd() {
        waitUninterrupted(leader);
    }

    private static void waitUninterrupted(Process process) {
        Deadline deadline = Deadline.in(TO_DIE);
        boolean interrupted = Thread.interrupted();
        while (process.isAlive() && !deadline.isOver()) {
            try {
                process.waitFor(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
