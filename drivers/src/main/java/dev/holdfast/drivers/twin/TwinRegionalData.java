package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.region.CopyState;
import dev.holdfast.model.region.CopyState.Differences;
import dev.holdfast.model.topology.RegionalDataSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Data of regions on the twin: each copy is good, and as old as the twin or as the last copying on it. */
final class TwinRegionalData implements RegionalData {
    private final RegionalDataSpec spec;
    private final Instant seeded;
    private final Map<String, Instant> copies = new ConcurrentHashMap<>();

    TwinRegionalData(RegionalDataSpec spec, Instant seeded) {
        this.spec = spec;
        this.seeded = seeded;
    }

    @Override
    public RegionalDataSpec spec() {
        return spec;
    }

    @Override
    public CopyState compare(String source, String target, Duration limit) {
        TwinEffects.sleep(TwinCall.COMPARE.usual());
        return new CopyState(
                spec.name(), source, target, 0, Differences.NONE, Differences.NONE, 0, Optional.of(at(source, target)));
    }

    @Override
    public Optional<Instant> copiedAt(String source, String target, Duration limit) {
        return Optional.of(at(source, target));
    }

    private Instant at(String source, String target) {
        return Optional.ofNullable(copies.get(key(source, target))).orElse(seeded);
    }

    @Override
    public void copy(
            String source, String target, Optional<Long> bytesPerSecond, Consumer<String> progress, Duration limit) {
        TwinEffects.sleep(TwinCall.COPY_REGIONAL_DATA.usual());
        copies.put(key(source, target), Tempo.current().clock().instant());
    }

    private static String key(String source, String target) {
        return source + ">" + target;
    }
}
