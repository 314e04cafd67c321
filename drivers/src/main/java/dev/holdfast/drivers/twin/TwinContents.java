package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.DatabaseContents;
import dev.holdfast.model.database.Comparison;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.List;

/** Compares logs, because the twin has no rows: standbys with the whole log of the primary hold the same data. */
final class TwinContents implements DatabaseContents {
    private final TwinServers servers;
    private final TwinEffects effects;

    TwinContents(TwinServers servers) {
        this.servers = servers;
        this.effects = servers.effects();
    }

    @Override
    public Comparison compare(
            String primary, List<String> standbys, boolean rows, Duration longestPause, Duration limit) {
        TwinServer source = servers.get(primary);
        return effects.ask(TwinCluster.session(TwinCall.COMPARE, source), "comparing", limit, () -> {
            servers.stream();
            List<String> behind = standbys.stream()
                    .filter(standby -> !servers.get(standby).log.equals(source.log))
                    .toList();
            if (!behind.isEmpty()) {
                throw new HoldfastException(
                        ErrorCode.DATA_NOT_COMPARABLE,
                        "%s did not reach %s".formatted(behind, new Lsn(source.log.end())));
            }
            return new Comparison(new Lsn(source.log.end()), Duration.ZERO, 0, 0, standbys, List.of());
        });
    }
}
