package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.topology.DatabaseSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The servers of one database: who streams from whom, what clients were told is safe, and what must always hold.
 *
 * <p>Invariants: at most one server could acknowledge a write, now or when it wakes up or is connected again; and such a server holds
 * every write that was acknowledged with the confirmation of a standby. A write that no standby had to confirm was never promised to
 * outlive its server.
 */
final class TwinServers {
    private final DatabaseSpec spec;
    private final TwinEffects effects;
    private final Map<String, TwinServer> servers = new LinkedHashMap<>();
    /** What the log of every later primary must contain. */
    private final List<TwinLog> promised = new ArrayList<>();

    TwinServers(DatabaseSpec spec, TwinEffects effects, List<TwinServer> all) {
        this.spec = spec;
        this.effects = effects;
        all.forEach(server -> servers.put(server.name, server));
        effects.always(this::violations);
    }

    DatabaseSpec spec() {
        return spec;
    }

    TwinEffects effects() {
        return effects;
    }

    TwinServer get(String name) {
        return Optional.ofNullable(servers.get(spec.node(name).name())).orElseThrow();
    }

    List<TwinServer> all() {
        return List.copyOf(servers.values());
    }

    /** The standbys that receive from a server now. */
    List<TwinServer> attachedTo(TwinServer source) {
        return servers.values().stream()
                .filter(standby -> standby.follows(source.name) && receives(standby))
                .toList();
    }

    boolean receives(TwinServer standby) {
        return !standby.primary
                && standby.answers()
                && standby.upstream
                        .map(this::get)
                        .filter(source -> source.answers() && source.log.contains(standby.log))
                        .isPresent();
    }

    /** Lets everything that can stream do so; once for each server, because standbys may follow standbys. */
    void stream() {
        for (int round = 1; round < servers.size(); round++) {
            for (TwinServer standby : servers.values()) {
                if (receives(standby) && !standby.heldBack) {
                    TwinServer source = get(standby.upstream.orElseThrow());
                    standby.log = source.log;
                    standby.lastCommit = source.lastCommit;
                }
            }
        }
    }

    /** Whether a client's write is acknowledged by this server now. */
    boolean acknowledges(TwinServer server) {
        long confirming = attachedTo(server).stream()
                .filter(standby -> !standby.heldBack && server.sync.members().contains(standby.name))
                .count();
        return server.primary && server.answers() && confirming >= server.sync.required();
    }

    /** Whether it acknowledges writes now, or would after it woke up or was connected again. */
    private boolean couldAcknowledge(TwinServer server) {
        long couldConfirm = servers.values().stream()
                .filter(other -> server.sync.members().contains(other.name))
                .filter(other -> !other.primary && other.lives() && other.follows(server.name))
                .filter(other -> server.log.contains(other.log))
                .count();
        return server.primary && server.lives() && couldConfirm >= server.sync.required();
    }

    /** A client commits on a server. Returns whether it was told that the commit is safe. */
    boolean commit(TwinServer server, long bytes) {
        if (!server.primary || !server.answers()) {
            return false;
        }
        server.log = server.log.with(bytes);
        server.commits++;
        server.lastCommit = Optional.of(Tempo.current().clock().instant());
        stream();
        boolean told = acknowledges(server);
        if (told && server.sync.required() > 0) {
            promise(server.log);
        }
        return told;
    }

    /** From now on every server that acknowledges must hold this. */
    void promise(TwinLog log) {
        promised.removeIf(log::contains);
        promised.add(log);
    }

    /** A person accepted that writes are lost: what was promised so far counts no more. */
    void acceptLoss() {
        promised.clear();
    }

    /** What does not hold now. */
    List<String> violations() {
        stream();
        List<TwinServer> able =
                servers.values().stream().filter(this::couldAcknowledge).toList();
        List<String> broken = new ArrayList<>();
        if (able.size() > 1) {
            broken.add("%s of %s could acknowledge writes at the same time"
                    .formatted(able.stream().map(server -> server.name).toList(), spec.name()));
        }
        able.stream()
                .filter(server -> !promised.stream().allMatch(server.log::contains))
                .map(server -> "%s could acknowledge writes, and lacks acknowledged ones".formatted(server.name))
                .forEach(broken::add);
        return broken;
    }
}
