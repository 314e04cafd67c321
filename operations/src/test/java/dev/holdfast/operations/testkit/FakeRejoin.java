package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.DatabaseRejoin;
import dev.holdfast.model.database.Divergence;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.RejoinMethod;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.operations.testkit.FakeServer.Life;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Brings back servers of a {@link FakeCluster}. */
public final class FakeRejoin implements DatabaseRejoin {
    private final FakeCluster cluster;
    private final Effects effects;
    private boolean cantCapture;

    FakeRejoin(FakeCluster cluster, Effects effects) {
        this.cluster = cluster;
        this.effects = effects;
    }

    public void cantCapture() {
        cantCapture = true;
    }

    @Override
    public Optional<Divergence> captureDivergence(String node, String source, Path directory, Duration limit) {
        FakeServer target = cluster.server(node);
        if (cantCapture || target.lives()) {
            throw new HoldfastException(ErrorCode.COMMAND_FAILED, "no disk space for what only %s has".formatted(node));
        }
        if (target.canContinueFrom(cluster.server(source))) {
            return Optional.empty();
        }
        Path file = directory.resolve("divergence.jsonl");
        try {
            Files.writeString(file, "{\"table\":\"orders\"}\n{\"table\":\"orders\"}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new Divergence(new Lsn(1000), target.position - 1000, 2, file.toString()));
    }

    @Override
    public RejoinMethod rejoin(String node, String source, Duration limit) {
        FakeServer target = cluster.server(node);
        effects.run("rejoin " + node + " " + source, () -> {
            target.takeLogFrom(cluster.server(source));
            target.primary = false;
            target.standbyOnly = true;
            target.process = Life.RUNNING;
            target.upstream = Optional.of(source);
        });
        return RejoinMethod.REWIND;
    }
}
