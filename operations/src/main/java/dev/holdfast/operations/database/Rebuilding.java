package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.DatabaseRejoin;
import dev.holdfast.model.database.Divergence;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.database.RejoinMethod;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.concurrent.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Rebuilds one server from the primary: wait for its host, stop it, save what only it has, let it rejoin. */
final class Rebuilding {
    private static final Duration HOST = Duration.ofSeconds(2);
    private static final Duration HOST_POLL = Duration.ofMillis(250);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final Duration CAUGHT_UP = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);
    /** What is kept of the step's time for the work after its host has come back. */
    private static final int SHARE_FOR_WORK = 4;

    private final Execution execution;
    private final DatabaseSpec spec;
    private final String source;
    private final String target;
    private final Path evidence;

    /**
     * @param timeline of the source; tells apart what was saved in one rebuild from another
     */
    Rebuilding(Execution execution, DatabaseSpec spec, String source, String target, int timeline) {
        this.execution = execution;
        this.spec = spec;
        this.source = source;
        this.target = target;
        this.evidence = execution
                .site()
                .evidenceDirectory()
                .resolve("%s-%s-before-timeline-%d".formatted(spec.name(), target, timeline));
    }

    /**
     * The writes that were saved.
     *
     * @param file its absolute path
     * @param rows how many lines it has
     */
    record Captured(String file, long rows) {}

    void run(boolean discardDivergence) {
        waitForHost();
        cluster().stopForGood(target, execution.limit(STOP));
        capture(discardDivergence);
        execution.note("%s rejoins %s".formatted(target, source));
        RejoinMethod method = rejoin().rejoin(target, source, execution.remaining());
        execution.note("%s was brought back by %s".formatted(target, method));
        if (!hasCaughtUp()) {
            throw new HoldfastException(
                    ErrorCode.REBUILD_FAILED, "%s rejoined, but does not stream from %s".formatted(target, source));
        }
    }

    /** A machine that is cut off comes back sooner or later; until then there is nothing to do but wait. */
    private void waitForHost() {
        if (hostAnswers()) {
            return;
        }
        execution.note("waiting for the host of " + target);
        Duration patience = execution.remaining().minus(execution.remaining().dividedBy(SHARE_FOR_WORK));
        if (!Waiting.until(patience, HOST_POLL, this::hostAnswers)) {
            throw new HoldfastException(
                    ErrorCode.HOST_UNREACHABLE, "the host of %s, which is to be rebuilt".formatted(target));
        }
    }

    private boolean hostAnswers() {
        return !(cluster().process(target, execution.limit(HOST)) instanceof ProcessState.Unknown);
    }

    private void capture(boolean discardDivergence) {
        try {
            Files.createDirectories(evidence);
            Optional<Divergence> divergence =
                    rejoin().captureDivergence(target, source, evidence, execution.remaining());
            execution.note(divergence
                    .map(found ->
                            "%d rows that only %s has were saved in %s".formatted(found.rows(), target, found.file()))
                    .orElse("%s has no write of its own".formatted(target)));
        } catch (IOException | HoldfastException e) {
            if (!discardDivergence) {
                throw new HoldfastException(
                        ErrorCode.DIVERGENCE_NOT_CAPTURED,
                        "saving what only %s has in %s: %s".formatted(target, evidence, e.getMessage()),
                        e);
            }
            execution.note("what only %s has is given up, as asked: %s".formatted(target, e.getMessage()));
        }
    }

    /** Waits until the target streams from the source and holds the log up to where it was when this was called. */
    boolean hasCaughtUp() {
        if (!(cluster().observe(source, execution.limit(HOST)) instanceof NodeState.Primary primary)) {
            return false;
        }
        return Waiting.until(execution.limit(CAUGHT_UP), POLL, () -> {
            Situation situation = ClusterLook.at(execution, spec);
            return situation.streamsFrom(source, target)
                    && situation
                            .state()
                            .standby(target)
                            .filter(standby -> standby.received().compareTo(primary.written()) >= 0)
                            .isPresent();
        });
    }

    /** What was saved of the target for this timeline, if anything. */
    Optional<Captured> capturedWrites() {
        if (!Files.isDirectory(evidence)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(evidence)) {
            Optional<Path> newest = files.max(
                    Comparator.comparingLong((Path file) -> file.toFile().lastModified()));
            return newest.isEmpty() ? Optional.empty() : Optional.of(captured(newest.get()));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + evidence, e);
        }
    }

    private static Captured captured(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return new Captured(file.toAbsolutePath().toString(), lines.count());
        }
    }

    private DatabaseCluster cluster() {
        return execution.site().database(spec.name()).cluster();
    }

    private DatabaseRejoin rejoin() {
        return execution.site().database(spec.name()).rejoin();
    }
}
