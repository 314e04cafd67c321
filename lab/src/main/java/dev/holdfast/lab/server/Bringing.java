package dev.holdfast.lab.server;

import dev.holdfast.lab.process.ControlGroup;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.server.LabProgress.Phase;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Brings servers up and tells about it. */
public final class Bringing {
    private static final int LAST_LINES = 12;

    private final Consumer<LabProgress> report;

    public Bringing(Consumer<LabProgress> report) {
        this.report = report;
    }

    /** Makes sure that the server runs and answers. */
    public void up(LabServer server) {
        up(server, server::start);
    }

    /** As {@link #up}, of a server that ran before and need not be made anew. */
    public void again(LabServer server) {
        up(server, server::startAgain);
    }

    private void up(LabServer server, Runnable start) {
        tracked(server.name(), server.addresses().getFirst(), () -> {
            boolean ran = server.process().isPresent();
            if (!ran) {
                start.run();
            }
            awaitAnswer(server);
            if (ran) {
                return Phase.RUNNING;
            }
            if (!(server instanceof KubernetesServer)) {
                // That one is in no region.
                ControlGroup.of(server.region()).adopt(server.process().stream().toList());
            }
            return Phase.READY;
        });
    }

    /** Waits until a server that somebody else starts runs and answers. */
    public void await(LabServer server) {
        await(server, () -> server.process().isPresent() && server.answers(), "did not answer");
    }

    /** Waits until a server that somebody else starts runs, whether it is ready to answer or not. */
    public void awaitProcess(LabServer server) {
        await(server, () -> server.process().isPresent(), "was not started");
    }

    private void await(LabServer server, BooleanSupplier up, String otherwise) {
        tracked(server.name(), server.addresses().getFirst(), () -> {
            boolean ran = server.process().isPresent();
            if (!Poll.until(server.patience(), up)) {
                throw failed(server.name(), otherwise + " within " + seconds(server.patience()), server.log());
            }
            return ran ? Phase.RUNNING : Phase.READY;
        });
    }

    private static void awaitAnswer(LabServer server) {
        BooleanSupplier over = () -> server.process().isEmpty() || server.answers();
        boolean decided = Poll.until(server.patience(), over);
        if (!decided || server.process().isEmpty()) {
            throw failed(
                    server.name(),
                    decided ? "ended instead of starting" : "did not answer within " + seconds(server.patience()),
                    server.log());
        }
    }

    /** Does the work of bringing one server up, and reports its beginning and its end. */
    void tracked(String server, HostPort address, Supplier<Phase> work) {
        Instant began = Instant.now();
        report.accept(new LabProgress(server, address.toString(), Phase.STARTING, Duration.ZERO, ""));
        try {
            Phase phase = work.get();
            report.accept(new LabProgress(server, address.toString(), phase, since(began), ""));
        } catch (HoldfastException e) {
            report.accept(new LabProgress(server, address.toString(), Phase.FAILED, since(began), e.attempted()));
            throw e;
        }
    }

    /** A failure of a server, with the end of its log. */
    static HoldfastException failed(String server, String what, Path log) {
        return new HoldfastException(
                ErrorCode.LAB_SERVER_FAILED,
                "%s %s; its log is %s, which ends:%n%s".formatted(server, what, log, LabFiles.tail(log, LAST_LINES)));
    }

    /** A server that was paused can't be brought up; it must be woken first. */
    static void refusePaused(String server, ProcessEntry process) {
        if (process.paused()) {
            throw new HoldfastException(
                    ErrorCode.LAB_SERVER_FAILED,
                    "%s hangs: its process %d was sent SIGSTOP".formatted(server, process.pid()),
                    "end the fault with `holdfast lab fault clear`",
                    null);
        }
    }

    static String seconds(Duration duration) {
        return "%d.%d s".formatted(duration.toSeconds(), duration.toMillisPart() / 100);
    }

    private static Duration since(Instant began) {
        return Duration.between(began, Instant.now());
    }
}
