package dev.holdfast.drivers.twin;

import dev.holdfast.drivers.twin.TwinEffects.Call;
import dev.holdfast.drivers.twin.TwinServer.Life;
import dev.holdfast.engine.spi.DatabaseRejoin;
import dev.holdfast.model.database.Divergence;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.RejoinMethod;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Brings servers of the twin back. The twin has no rows, so of diverging writes it knows only how many bytes they are. */
final class TwinRejoin implements DatabaseRejoin {
    private final TwinServers servers;
    private final TwinEffects effects;

    TwinRejoin(TwinServers servers) {
        this.servers = servers;
        this.effects = servers.effects();
    }

    @Override
    public Optional<Divergence> captureDivergence(String node, String source, Path directory, Duration limit) {
        TwinServer target = servers.get(node);
        TwinServer primary = servers.get(source);
        Call call = TwinCluster.host(TwinCall.CAPTURE, target);
        return effects.ask(call, "saving what only %s has".formatted(node), limit, () -> {
            if (target.lives()) {
                throw new HoldfastException(ErrorCode.ROLE_MISMATCH, "%s runs".formatted(node));
            }
            long parted = target.log.partsFrom(primary.log);
            long bytes = target.log.end() - parted;
            return bytes == 0
                    ? Optional.empty()
                    : Optional.of(new Divergence(new Lsn(parted), bytes, 1, save(directory, node, parted, bytes)));
        });
    }

    private static String save(Path directory, String node, long parted, long bytes) {
        Path file = directory.resolve("diverged-on-twin.jsonl");
        try {
            Files.writeString(file, """
                    {"server":"%s","forked_at":"%s","bytes":%d}
                    """.formatted(node, new Lsn(parted), bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
        return file.toAbsolutePath().toString();
    }

    @Override
    public RejoinMethod rejoin(String node, String source, Duration limit) {
        TwinServer target = servers.get(node);
        TwinServer primary = servers.get(source);
        if (effects.look(() -> target.follows(source) && servers.receives(target))) {
            return RejoinMethod.NOTHING;
        }
        boolean follows = effects.look(() -> primary.log.contains(target.log));
        TwinCall kind = follows ? TwinCall.REJOIN_BY_FOLLOWING : TwinCall.REJOIN_BY_REWINDING;
        String effect = "%s rejoins %s".formatted(node, source);
        effects.perform(TwinCluster.host(kind, target), effect, limit, () -> {
            if (primary.session() != Reach.ANSWERS) {
                throw new HoldfastException(
                        ErrorCode.DATABASE_UNREACHABLE, "%s: %s does not answer".formatted(effect, source));
            }
            target.log = primary.log;
            target.lastCommit = primary.lastCommit;
            target.primary = false;
            target.standbyOnly = true;
            target.heldBack = false;
            target.life = Life.RUNNING;
            target.upstream = Optional.of(source);
        });
        return follows ? RejoinMethod.FOLLOW : RejoinMethod.REWIND;
    }
}
